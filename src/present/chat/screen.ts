/** A chat on the terminal: events and keys in, what was said out. */
import type { ChatEvent, Person } from '../../result/events/chat-events.ts';
import type { Words } from '../../words/index.ts';
import { openScreen } from '../live/terminal/ink.ts';
import type { Screen } from '../live/terminal/screen.tsx';
import { themeFor } from '../live/theme.ts';
import { completed, edited, insert, sent, textOf } from './editor.ts';
import { chatFrame } from './frame.ts';
import { type ChatModel, emptyChat, note, reduceChat } from './model.ts';

export interface ChatScreenOptions {
  readonly words: Words;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** As it is shown. */
  readonly host: string;
  readonly transport: 'tcp' | 'udp';
  /** Bytes of a line, at most. */
  readonly lineBytes: number;
  readonly commands: readonly string[];
  readonly people: () => readonly Person[];
  readonly say: (line: string) => void;
  readonly leave: () => void;
}

export interface ChatScreen {
  event(event: ChatEvent): void;
  note(lines: readonly string[]): void;
  /** Gives the terminal back. @returns the conversation as the person left it */
  close(): ChatModel;
}

const PACE_MS = 60;
/** A chunk of pasted text, taken apart at what is not text. */
const PIECES = /[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]+/g;
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u0003': 'ctrl-c',
};

/** Keys that came together with others, as over a slow line. */
const ctrl = (piece: string): string | undefined =>
  piece >= '\u0001' && piece <= '\u001a'
    ? `ctrl-${String.fromCharCode(piece.charCodeAt(0) + 0x60)}`
    : undefined;

const clock = (): string => {
  const now = new Date();
  return `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
};

export const startChatScreen = (options: ChatScreenOptions): ChatScreen => new TerminalChat(options);

class TerminalChat implements ChatScreen {
  readonly #options: ChatScreenOptions;
  readonly #screen: Screen;
  #model: ChatModel;
  #mostScroll = 0;
  #page = 1;

  constructor(options: ChatScreenOptions) {
    const { words, env, stdout, stdin, host, transport, lineBytes } = options;
    const theme = themeFor(env);
    this.#options = options;
    this.#model = emptyChat(host, transport);
    this.#screen = openScreen(stdout, stdin, {
      draw: (columns, rows) => {
        const frame = chatFrame({ theme, words, columns, rows, lineBytes }, this.#model);
        this.#mostScroll = frame.mostScroll;
        this.#page = frame.page;
        return frame.lines;
      },
      pace: () => PACE_MS,
      key: (name) => this.#key(name),
      text: (typed) => this.#text(typed),
    });
  }

  event(event: ChatEvent): void {
    const { people, words } = this.#options;
    const before = this.#model.entries.length + this.#model.dropped;
    const model = reduceChat(this.#model, event, people(), clock(), words);
    // Whoever reads older lines keeps them in sight.
    const added = model.entries.length + model.dropped - before;
    this.#model = model.scroll > 0 ? { ...model, scroll: model.scroll + added } : model;
    this.#screen.touch();
  }

  note(lines: readonly string[]): void {
    this.#model = note(this.#model, lines, clock());
    this.#screen.touch();
  }

  close(): ChatModel {
    this.#screen.close();
    return this.#model;
  }

  #text(typed: string): void {
    for (const [piece] of typed.matchAll(PIECES)) {
      const control = CONTROLS[piece] ?? ctrl(piece);
      if (control !== undefined) this.#key(control);
      else if (piece >= ' ') this.#model = { ...this.#model, editor: insert(this.#model.editor, piece) };
    }
  }

  #key(name: string): void {
    const { editor, scroll } = this.#model;
    if (name === 'return') this.#send();
    else if (name === 'ctrl-c' || (name === 'ctrl-d' && editor.signs.length === 0)) this.#options.leave();
    else if (name === 'ctrl-l') this.#screen.redraw();
    else if (name === 'page-up') this.#scroll(this.#page - 1);
    else if (name === 'page-down') this.#scroll(1 - this.#page);
    else if (name === 'escape' || (name === 'end' && scroll > 0)) this.#scroll(-this.#mostScroll);
    else if (name === 'tab') this.#complete();
    else this.#model = { ...this.#model, editor: edited(editor, name) ?? editor };
  }

  #complete(): void {
    const { people, name, plain, editor } = this.#model;
    const names = people.map((person) => person.name).filter((person) => person !== name);
    this.#model = { ...this.#model, editor: completed(editor, names, plain ? [] : this.#options.commands) };
  }

  #scroll(by: number): void {
    const scroll = Math.max(0, Math.min(this.#mostScroll, this.#model.scroll + by));
    this.#model = { ...this.#model, scroll };
  }

  #send(): void {
    const text = textOf(this.#model.editor);
    if (new TextEncoder().encode(text).length > this.#options.lineBytes) return;
    this.#model = { ...this.#model, editor: sent(this.#model.editor), scroll: 0, unreadFrom: null };
    if (text.trim() !== '') this.#options.say(text);
  }
}
