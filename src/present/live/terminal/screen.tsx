/**
 * Ink, kept small: it lays out rows, reads keys and looks after the terminal's raw mode; what stands in a row is decided
 * by pure functions elsewhere and put there by the painter.
 */
import { Box, type Key, render, Text, useInput, useStdin } from 'ink';
import { memo, type ReactElement, useEffect, useRef } from 'react';
import { sizeOf } from '../../size.ts';
import { Painter, standIn } from './painter.ts';
import { type Borrow, borrowTerminal } from './terminal.ts';

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

export function openScreen(
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  source: ScreenSource,
  borrow: Borrow = borrowTerminal,
): Screen {
  const { promise, resolve } = deferred();
  let timer: NodeJS.Timeout | null = null;
  let resizing: NodeJS.Timeout | null = null;
  let lastDrawn = Number.NEGATIVE_INFINITY;
  let cost = 0;
  let open = true;
  let hidden = false;

  const painter = new Painter((text) => stdout.write(text));
  let lines: readonly string[] = [];
  const element = (): ReactElement => {
    const { columns, rows } = sizeOf(stdout);
    lines = source.draw(columns, rows);
    return <Rows count={lines.length} press={stdin.isTTY ? press : undefined} />;
  };
  const press: Press = (name, text) => {
    if (name === 'ctrl-z' && !text) {
      terminal.suspend();
      return;
    }
    if (text && source.text !== undefined) source.text(name);
    // Keys that were pressed while a frame was drawn come together.
    else for (const key of text ? name : [name]) source.key(key);
    drawNow();
  };
  const drawNow = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!open || hidden) return;
    const begin = performance.now();
    const { length } = lines;
    const rows = element();
    // What Ink lays out is how many rows there are; it costs three times what the frame does.
    if (lines.length !== length) ink.rerender(rows);
    painter.paint(lines);
    lastDrawn = performance.now();
    cost = cost * 0.8 + (lastDrawn - begin) * 0.2;
  };
  const touch = (): void => {
    if (timer !== null || !open || hidden) return;
    const pause = Math.max(source.pace(), cost * SHARE_OF_TIME);
    timer = setTimeout(drawNow, Math.max(0, lastDrawn + pause - performance.now()));
  };
  const redraw = (): void => {
    if (hidden) return;
    painter.clear();
    drawNow();
  };
  const onResize = (): void => {
    if (resizing !== null) clearTimeout(resizing);
    resizing = setTimeout(redraw, RESIZE_SETTLES);
  };
  const release = (): void => {
    open = false;
    for (const waiting of [timer, resizing]) if (waiting !== null) clearTimeout(waiting);
    stdout.off('resize', onResize);
    ink.unmount();
    resolve();
  };

  const hide = async (): Promise<void> => {
    hidden = true;
    // A key that asked for it is still being read, and then more is read.
    await new Promise((done) => setImmediate(done));
    if (hidden) listenTo(stdin, false);
  };
  const show = (): void => {
    hidden = false;
    listenTo(stdin, true);
    redraw();
  };

  const terminal = borrow(stdout, stdin, { release, hide, show });
  const ink = render(element(), {
    stdout: painter as unknown as NodeJS.WriteStream,
    stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  painter.paint(lines);
  stdout.on('resize', onResize);
  return { touch, redraw, close: () => terminal.restore(), closed: promise };
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
