/** A chat's screen as lines: what was said, who is here, and what is being typed. Pure. */
import type { ContrastView } from '../../result/events/chat-events.ts';
import type { Words } from '../../words/index.ts';
import { UNKNOWN } from '../format.ts';
import { cell, cut, edges, fill, heading, line, type Span, widthOf } from '../live/text.ts';
import type { Style, Theme } from '../live/theme.ts';
import { fold } from '../terminal/fold.ts';
import { textOf } from './editor.ts';
import { contrastSentences } from './lines.ts';
import { type ChatModel, type Entry, unread } from './model.ts';

export interface ChatCanvas {
  readonly theme: Theme;
  readonly words: Words;
  readonly columns: number;
  readonly rows: number;
  /** Bytes of a line, at most. */
  readonly lineBytes: number;
}

const PEOPLE_WIDTH = 22;
/** Narrower windows show who is here in `/who` only. */
const PEOPLE_FROM = 64;
const LEAST_COLUMNS = 24;
const LEAST_ROWS = 6;
const TIME_WIDTH = 6;
/** Bytes of a line from which its length is shown. */
const NEARLY_FULL = 0.8;

export interface ChatFrame {
  readonly lines: readonly string[];
  /** Rows that can be scrolled back. */
  readonly mostScroll: number;
  /** Rows of the conversation. */
  readonly page: number;
}

export function chatFrame(canvas: ChatCanvas, model: ChatModel): ChatFrame {
  const { theme, columns, rows, words } = canvas;
  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS)
    return { lines: [cut(words.chat.screen.small, columns)], mostScroll: 0, page: 1 };
  const below = [
    ...contrastPanel(canvas, model.contrast),
    status(canvas, model),
    input(canvas, model),
    keys(canvas, model),
  ];
  const page = rows - 2 - below.length;
  const people = columns >= PEOPLE_FROM && !model.plain ? PEOPLE_WIDTH : 0;
  const width = columns - people;
  const all = conversation(canvas, model, width - (people > 0 ? 1 : 0));
  const mostScroll = Math.max(0, all.length - page);
  const end = all.length - Math.min(model.scroll, mostScroll);
  const shown = all.slice(Math.max(0, end - page), end);
  const side = people > 0 ? sidebar(canvas, model, page) : [];
  const middle = Array.from({ length: page }, (_, row) => {
    const text = shown[row] ?? '';
    return people > 0 ? `${fill(text, width)}${side[row] ?? ''}` : text;
  });
  return { lines: [title(canvas, model), rule(theme, columns), ...middle, ...below], mostScroll, page };
}

const rule = (theme: Theme, width: number): string => theme.paint('dim', theme.glyphs.rule.repeat(width));

function title({ theme, words, columns }: ChatCanvas, model: ChatModel): string {
  const { screen, client } = words.chat;
  const state: Style = model.state === 'here' ? 'good' : 'bad';
  const left: Span[] = [[screen.title, 'strong'], ` ${model.host}  `, [screen.state[model.state], state]];
  const over = client.over(model.transport.toUpperCase());
  const right: Span[] =
    model.name === ''
      ? []
      : [
          [`${model.name}  `, 'strong'],
          [over, model.transport],
        ];
  return edges(theme, columns, left, right);
}

function conversation(canvas: ChatCanvas, model: ChatModel, width: number): string[] {
  const { theme, words } = canvas;
  const lines: string[] = [];
  for (const [at, entry] of model.entries.entries()) {
    if (model.unreadFrom === model.dropped + at) lines.push(heading(theme, width, words.chat.screen.unread));
    lines.push(...entryLines(theme, entry, width));
  }
  return lines;
}

const STYLES: Readonly<Record<Entry['kind'], Style>> = {
  message: 'plain',
  private: 'plain',
  notice: 'dim',
  lost: 'bad',
  refused: 'warn',
  tcp: 'tcp',
  udp: 'udp',
};

function entryLines(theme: Theme, entry: Entry, width: number): string[] {
  const time: Span = [entry.time.padEnd(TIME_WIDTH), 'dim'];
  const name = nameSpan(entry);
  const note = entry.note === '' ? '' : ` [${entry.note}]`;
  const start = name === undefined ? '' : `${name[0]} `;
  const text = entry.strip ? cells(theme, entry.text) : entry.text;
  const [first = '', ...rest] = fold(start + text + note, width - TIME_WIDTH);
  const style = STYLES[entry.kind];
  const body: Span[] =
    name === undefined || !first.startsWith(start.trimEnd())
      ? [[first, style]]
      : [name, [first.slice(name[0].length), style]];
  const indent = ' '.repeat(TIME_WIDTH);
  return [
    line(theme, width, time, ...body),
    ...rest.map((text) => line(theme, width, indent, [text, style])),
  ];
}

/** Brackets are for people alone: a notice has none, whatever it says. */
function nameSpan({ kind, name, over, mine }: Entry): readonly [string, Style] | undefined {
  if (name === '') return undefined;
  if (kind === 'private') return [`(${name})`, 'warn'];
  return [`<${name}>`, mine ? 'strong' : over];
}

function sidebar({ theme, words }: ChatCanvas, model: ChatModel, rows: number): string[] {
  const { screen } = words.chat;
  const wall: Span = [`${theme.glyphs.wall} `, 'dim'];
  const { people } = model;
  // Before the host has told, nobody knows.
  const known = model.state === 'here' || people.length > 0;
  const head = cell(theme, PEOPLE_WIDTH, wall, [screen.people(known ? people.length : UNKNOWN), 'strong']);
  const room = rows - 1;
  const shown = people.length <= room ? people : people.slice(0, room - 1);
  const lines = shown.map(({ name, transport, plain }) => {
    const kind = plain ? screen.plain : name === model.name ? screen.you : '';
    const about = [transport === 'udp' ? 'UDP' : '', kind].filter((word) => word !== '').join(' ');
    const left: Span[] = [wall, [name, name === model.name ? 'strong' : transport]];
    return edges(theme, PEOPLE_WIDTH, left, [[about === '' ? '' : ` ${about}`, 'dim']]);
  });
  if (shown.length < people.length)
    lines.push(cell(theme, PEOPLE_WIDTH, wall, [screen.more(people.length - shown.length), 'dim']));
  while (lines.length < room) lines.push(cell(theme, PEOPLE_WIDTH, wall));
  return [head, ...lines];
}

/** Both halves with the same scale, one sign for a line. */
function contrastPanel({ theme, words, columns }: ChatCanvas, view: ContrastView | null): string[] {
  if (view === null) return [];
  const rows = contrastSentences(view, words).map(({ transport, strip, sentence }) => {
    const width = Math.max(0, columns - 5);
    const recent = strip.length <= width ? strip : strip.slice(-width);
    const name: Span = [transport.toUpperCase().padEnd(5), transport];
    return line(theme, columns, name, strip === '' ? [sentence, 'dim'] : [cells(theme, recent), transport]);
  });
  return [heading(theme, columns, words.chat.contrast.starts(view.by, view.of)), ...rows];
}

function cells({ glyphs }: Theme, strip: string): string {
  const signs: Readonly<Record<string, string>> = {
    '.': glyphs.arrived,
    x: glyphs.lost,
    o: glyphs.disorder,
    d: glyphs.duplicate,
    '?': glyphs.open,
  };
  return Array.from(strip, (fate) => signs[fate] ?? fate).join('');
}

function status({ theme, words, columns, lineBytes }: ChatCanvas, model: ChatModel): string {
  const { screen } = words.chat;
  const waiting = unread(model);
  const left: Span = model.scroll === 0 ? '' : [waiting > 0 ? screen.below(waiting) : screen.above, 'warn'];
  const bytes = new TextEncoder().encode(textOf(model.editor)).length;
  const long: Span = [screen.length(bytes, lineBytes), bytes > lineBytes ? 'bad' : 'dim'];
  const text = edges(theme, columns, [left], bytes > lineBytes * NEARLY_FULL ? [long] : []);
  return left === '' && bytes <= lineBytes * NEARLY_FULL ? rule(theme, columns) : text;
}

/** The part of the line around the cursor that fits. */
function input({ theme, words, columns }: ChatCanvas, { editor, naming, name }: ChatModel): string {
  const { screen } = words.chat;
  const label = naming ? screen.promptName : name === '' ? screen.prompt : name;
  const prompt = `${cut(label, 20)}> `;
  const room = columns - widthOf(prompt) - 1;
  let from = editor.at;
  let used = 0;
  while (from > 0 && used + widthOf(editor.signs[from - 1]!) < room) used += widthOf(editor.signs[--from]!);
  const before = editor.signs.slice(from, editor.at).join('');
  const cursor = editor.signs[editor.at] ?? ' ';
  const after = editor.signs.slice(editor.at + 1).join('');
  const block: Span = theme.colour ? [cursor, 'inverse'] : cursor === ' ' ? '_' : `[${cursor}]`;
  return line(theme, columns, [prompt, 'strong'], before, block, after);
}

/** As many as fit whole, what matters most first. */
function keys({ theme, words, columns }: ChatCanvas, { plain }: ChatModel): string {
  const { screen } = words.chat;
  const [first = '', ...more] = (plain ? screen.keysPlain : screen.keys).split(BETWEEN);
  let shown = first;
  for (const key of more) {
    if (widthOf(shown + BETWEEN + key) > columns) break;
    shown += BETWEEN + key;
  }
  return line(theme, columns, [shown, 'dim']);
}
const BETWEEN = ' · ';
