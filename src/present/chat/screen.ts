/** A chat on the terminal: events and keys in, what was said out. */
import type { ChatEvent, Person } from '../../result/chat-events.ts';
import type { Words } from '../../words/index.ts';
import { openScreen } from '../live/terminal/ink.ts';
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

export function startChatScreen(options: ChatScreenOptions): ChatScreen {
  const { words, env, stdout, stdin, host, transport, lineBytes } = options;
  const theme = themeFor(env);
  let model = emptyChat(host, transport);
  let mostScroll = 0;
  let page = 1;

  const scroll = (by: number): void => {
    const to = Math.max(0, Math.min(mostScroll, model.scroll + by));
    model = { ...model, scroll: to };
  };
  const send = (): void => {
    const text = textOf(model.editor);
    if (new TextEncoder().encode(text).length > lineBytes) return;
    model = { ...model, editor: sent(model.editor), scroll: 0, unreadFrom: null };
    if (text.trim() !== '') options.say(text);
  };
  const key = (name: string): void => {
    if (name === 'return') send();
    else if (name === 'ctrl-c' || (name === 'ctrl-d' && model.editor.signs.length === 0)) options.leave();
    else if (name === 'ctrl-l') screen.redraw();
    else if (name === 'page-up') scroll(page - 1);
    else if (name === 'page-down') scroll(1 - page);
    else if (name === 'end' && model.scroll > 0) scroll(-mostScroll);
    else if (name === 'escape') scroll(-mostScroll);
    else if (name === 'tab') {
      const names = model.people.map((person) => person.name).filter((person) => person !== model.name);
      model = { ...model, editor: completed(model.editor, names, model.plain ? [] : options.commands) };
    } else model = { ...model, editor: edited(model.editor, name) ?? model.editor };
  };
  const text = (typed: string): void => {
    for (const [piece] of typed.matchAll(PIECES)) {
      const control = CONTROLS[piece] ?? ctrl(piece);
      if (control !== undefined) key(control);
      else if (piece >= ' ') model = { ...model, editor: insert(model.editor, piece) };
    }
  };
  const screen = openScreen(stdout, stdin, {
    draw: (columns, rows) => {
      const frame = chatFrame({ theme, words, columns, rows, lineBytes }, model);
      ({ mostScroll, page } = frame);
      return frame.lines;
    },
    pace: () => PACE_MS,
    key,
    text,
  });
  return {
    event: (event) => {
      const before = model.entries.length + model.dropped;
      model = reduceChat(model, event, options.people(), clock(), words);
      // Whoever reads older lines keeps them in sight.
      const added = model.entries.length + model.dropped - before;
      if (model.scroll > 0) model = { ...model, scroll: model.scroll + added };
      screen.touch();
    },
    note: (lines) => {
      model = note(model, lines, clock());
      screen.touch();
    },
    close: () => {
      screen.close();
      return model;
    },
  };
}
