/**
 * Ink, kept small: it lays out rows, reads keys and looks after the terminal's raw mode; what stands in a row is decided
 * by pure functions elsewhere and put there by the painter.
 */
import { Box, type Instance, type Key, render, Text, useInput, useStdin } from 'ink';
import { memo, type ReactElement, useEffect, useRef } from 'react';
import { sizeOf } from '../../terminal/size.ts';
import { Painter, standIn } from './painter.ts';
import { type Borrow, type BorrowedTerminal, borrowTerminal } from './terminal.ts';

export interface ScreenSource {
  /** A frame for a terminal of this size: at most `rows` lines. */
  draw(columns: number, rows: number): readonly string[];
  /** A key was pressed: its character, `ctrl-x`, or one of {@link NAMED}. */
  key(name: string): void;
  /** Typed or pasted text, for screens that are written on; without it, text comes as keys. */
  text?(typed: string): void;
  /** Shortest time between two frames, ms. */
  pace(): number;
}

export interface Screen {
  /** Something has changed: a frame will follow when its time has come. */
  touch(): void;
  /** Draws now, from scratch: after a resize, or when something else wrote to the terminal. */
  redraw(): void;
  /** Gives the terminal back. */
  close(): void;
  readonly closed: Promise<void>;
}

const Row = memo(({ row }: { readonly row: number }) => <Text wrap="truncate-end">{standIn(row)}</Text>);
Row.displayName = 'Row';

type Press = (name: string, text: boolean) => void;

const BACKSPACE = '\u007f';

function Keys({ press }: { readonly press: Press }): null {
  // Ink calls Backspace, as most terminals send it, Delete: the bytes tell. This listener comes before that of useInput.
  const { internal_eventEmitter: inputs } = useStdin();
  const raw = useRef('');
  useEffect(() => {
    const note = (bytes: string): void => {
      raw.current = bytes;
    };
    inputs.on('input', note);
    return () => void inputs.off('input', note);
  }, [inputs]);
  useInput((input, key) => {
    const name = key.delete && raw.current === BACKSPACE ? 'backspace' : nameOf(input, key);
    press(name ?? input, name === undefined);
  });
  return null;
}

/** As many rows as a frame has lines, and an ear for keys where there is a keyboard. */
export function Rows({
  count,
  press,
}: {
  readonly count: number;
  readonly press?: Press | undefined;
}): ReactElement {
  return (
    <Box flexDirection="column">
      {press === undefined ? null : <Keys press={press} />}
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Row key={row} row={row} />
      ))}
    </Box>
  );
}

/** Ink's names of keys, and ours. */
const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
  ['escape', 'escape'],
] as const;

/** @returns undefined where the input is text */
function nameOf(input: string, key: Key): string | undefined {
  if (key.ctrl) return `ctrl-${input}`;
  return NAMED.find(([name]) => key[name])?.[1] ?? (key.meta ? 'escape' : undefined);
}

/** A frame may use a tenth of the time that passes between two of them; a slower machine gets fewer. */
const SHARE_OF_TIME = 10;
const RESIZE_SETTLES = 60;

export const openScreen = (
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  source: ScreenSource,
  borrow: Borrow = borrowTerminal,
): Screen => new InkScreen(stdout, stdin, source, borrow);

class InkScreen implements Screen {
  readonly #stdout: NodeJS.WriteStream;
  readonly #stdin: NodeJS.ReadStream;
  readonly #source: ScreenSource;
  readonly #painter: Painter;
  readonly #terminal: BorrowedTerminal;
  readonly #ink: Instance;
  readonly #closed = deferred();
  #lines: readonly string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #resizing: NodeJS.Timeout | null = null;
  #lastDrawn = Number.NEGATIVE_INFINITY;
  /** ms that a frame takes. */
  #cost = 0;
  #open = true;
  #hidden = false;

  constructor(stdout: NodeJS.WriteStream, stdin: NodeJS.ReadStream, source: ScreenSource, borrow: Borrow) {
    this.#stdout = stdout;
    this.#stdin = stdin;
    this.#source = source;
    this.#painter = new Painter((text) => stdout.write(text));
    this.#terminal = borrow(stdout, stdin, {
      release: () => this.#release(),
      hide: () => this.#hide(),
      show: () => this.#show(),
    });
    this.#ink = render(this.#element(), {
      stdout: this.#painter as unknown as NodeJS.WriteStream,
      stdin,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.#painter.paint(this.#lines);
    stdout.on('resize', this.#onResize);
  }

  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  close(): void {
    this.#terminal.restore();
  }

  touch(): void {
    if (this.#timer !== null || !this.#open || this.#hidden) return;
    const pause = Math.max(this.#source.pace(), this.#cost * SHARE_OF_TIME);
    const rest = Math.max(0, this.#lastDrawn + pause - performance.now());
    this.#timer = setTimeout(() => this.#drawNow(), rest);
  }

  redraw(): void {
    if (this.#hidden) return;
    this.#painter.clear();
    this.#drawNow();
  }

  #element(): ReactElement {
    const { columns, rows } = sizeOf(this.#stdout);
    this.#lines = this.#source.draw(columns, rows);
    return <Rows count={this.#lines.length} press={this.#stdin.isTTY ? this.#press : undefined} />;
  }

  readonly #press: Press = (name, text) => {
    if (name === 'ctrl-z' && !text) {
      this.#terminal.suspend();
      return;
    }
    if (text && this.#source.text !== undefined) this.#source.text(name);
    // Keys that were pressed while a frame was drawn come together.
    else for (const key of text ? name : [name]) this.#source.key(key);
    this.#drawNow();
  };

  #drawNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#open || this.#hidden) return;
    const begin = performance.now();
    const { length } = this.#lines;
    const rows = this.#element();
    // What Ink lays out is how many rows there are; it costs three times what the frame does.
    if (this.#lines.length !== length) this.#ink.rerender(rows);
    this.#painter.paint(this.#lines);
    this.#lastDrawn = performance.now();
    this.#cost = this.#cost * 0.8 + (this.#lastDrawn - begin) * 0.2;
  }

  readonly #onResize = (): void => {
    if (this.#resizing !== null) clearTimeout(this.#resizing);
    this.#resizing = setTimeout(() => this.redraw(), RESIZE_SETTLES);
  };

  #release(): void {
    this.#open = false;
    for (const waiting of [this.#timer, this.#resizing]) if (waiting !== null) clearTimeout(waiting);
    this.#stdout.off('resize', this.#onResize);
    this.#ink.unmount();
    this.#closed.resolve();
  }

  async #hide(): Promise<void> {
    this.#hidden = true;
    // A key that asked for it is still being read, and then more is read.
    await new Promise((done) => setImmediate(done));
    if (this.#hidden) listenTo(this.#stdin, false);
  }

  #show(): void {
    this.#hidden = false;
    listenTo(this.#stdin, true);
    this.redraw();
  }
}

/** A job behind the shell that reads from the terminal is stopped. Pausing the stream does not keep Ink from reading. */
function listenTo(stdin: NodeJS.ReadStream, on: boolean): void {
  const { _handle: handle } = stdin as unknown as { _handle?: Handle };
  if (on) handle?.readStart?.();
  else handle?.readStop?.();
}

interface Handle {
  readStart?(): void;
  readStop?(): void;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
