/** Everyone who is connected, in one table: for the teacher's screen. Pure: a model in, lines out. */
import type { ServerSessionFigures } from '../../../result/server-events.ts';
import { serverSaid } from '../../../words/server-said.ts';
import { safeText } from '../../safe-text.ts';
import type { Canvas } from '../canvas.ts';
import { cell, edges, heading, line, type Span, widthOf, wrap } from '../text.ts';
import type { Style } from '../theme.ts';
import type { ServedSession, ServeModel } from './model.ts';

/** Lines of one sentence. */
const MOST_WRAPPED = 3;
/** Loss from which a row stands out. */
const NOTABLE_LOSS = 0.005;

export function serveView(canvas: Canvas, model: ServeModel): string[] {
  const { theme, words, columns, rows } = canvas;
  const s = words.serve;
  const active = model.sessions.filter((session) => session.ended === null);
  const left = model.sessions.filter((session) => session.ended !== null).reverse();
  const count = active.length;
  const title = edges(
    theme,
    columns,
    [[s.title, 'strong'], model.port === null ? '' : `  ${s.port(String(model.port))}`],
    [[s.clients(count), count > 0 ? 'good' : 'dim']],
  );
  const foot = [refusalLine(canvas, model), line(theme, columns, [' q ', 'inverse'], ` ${s.quit}`)];
  const empty = model.sessions.length === 0;
  const link = linkLines(canvas, model);
  // Who comes late still has to know what to type.
  const command = empty ? null : commandLine(canvas, model);
  const head = [title, ...link, ...(link.length > 0 ? [] : [command ?? ''])];
  const room = rows - head.length - foot.length;
  const body = empty ? announcement(canvas, model) : table(canvas, active, left, room);
  if (link.length > 0 && command !== null && body.length < room) body.unshift(command);
  while (body.length < room) body.push('');
  return [...head, ...body, ...foot].slice(0, rows);
}

/** What the link does, whole. */
function linkLines({ theme, columns }: Canvas, { link }: ServeModel): string[] {
  if (link === null) return [];
  return wrap(link, columns, MOST_WRAPPED).map((text) => line(theme, columns, [text, 'warn']));
}

/** Of what a classmate types, which stands indented in the announcement, as much as fits whole on a line. */
function commandLine({ theme, columns }: Canvas, { announcement }: ServeModel): string | null {
  const commands = announcement.filter((text) => text.startsWith('  ')).map((text) => safeText(text.trim()));
  let said = commands[0];
  if (said === undefined) return null;
  for (const other of commands.slice(1))
    if (widthOf(said) + 3 + widthOf(other) <= columns) said += `   ${other}`;
  return line(theme, columns, [said, 'strong']);
}

function announcement({ theme, words, columns }: Canvas, model: ServeModel): string[] {
  const lines =
    model.announcement.length === 0 ? [words.serve.nobody] : [words.serve.nobody, '', ...model.announcement];
  return lines
    .flatMap((text) => wrap(safeText(text), columns - 4, MOST_WRAPPED))
    .map((text) => line(theme, columns, [`  ${text}`, 'strong']));
}

interface Column {
  readonly name: string;
  readonly width: number;
  readonly left?: boolean;
  readonly value: (session: ServedSession) => string;
}

function table(
  canvas: Canvas,
  active: readonly ServedSession[],
  left: readonly ServedSession[],
  rows: number,
): string[] {
  const { theme, words, columns } = canvas;
  const layout = columnsFor(canvas, [...active, ...left]);
  // Under the two lines of the head, all of them; where they are too many, a line says how many more there are.
  const room = rows - 2 - (active.length > 1 ? 1 : 0);
  const shown = active.slice(0, Math.max(1, active.length > room ? room - 1 : room));
  const lines = [
    line(theme, columns, ...layout.map((column): Span => [fitted(canvas, column, column.name), 'dim'])),
  ];
  lines.push(theme.paint('dim', theme.glyphs.rule.repeat(columns)));
  for (const session of shown) lines.push(rowOf(canvas, layout, session, styleOf(session)));
  if (active.length > shown.length)
    lines.push(line(theme, columns, words.serve.more(active.length - shown.length)));
  if (active.length > 1) lines.push(totalLine(canvas, active));
  const rest = rows - lines.length - 2;
  if (left.length > 0 && rest > 0) {
    lines.push('', heading(theme, columns, words.serve.gone));
    for (const session of left.slice(0, rest)) lines.push(rowOf(canvas, layout, session, 'dim'));
  }
  return lines.slice(0, rows);
}

function styleOf(session: ServedSession): Style {
  return (session.figures?.loss ?? 0) >= NOTABLE_LOSS ? 'bad' : session.info.transport;
}

function rowOf(canvas: Canvas, layout: readonly Column[], session: ServedSession, style: Style): string {
  return line(
    canvas.theme,
    canvas.columns,
    ...layout.map((column): Span => [fitted(canvas, column, column.value(session)), style]),
  );
}

function fitted(canvas: Canvas, column: Column, text: string): string {
  const plain = { ...canvas.theme, paint: (_: Style, part: string) => part };
  const filled = cell(plain, column.width - 1, text);
  return column.left === true
    ? `${filled} `
    : `${' '.repeat(filled.length - filled.trimEnd().length)}${filled.trimEnd()} `;
}

function columnsFor(canvas: Canvas, sessions: readonly ServedSession[]): Column[] {
  const { words, figures, columns, allWords } = canvas;
  const c = words.serve.columns;
  const longest = Math.max(...sessions.map(({ info }) => info.address.length));
  const address = Math.max(16, Math.min(columns >= 110 ? 40 : 22, longest + 1));
  const clock = new Intl.DateTimeFormat(allWords.tag, { timeStyle: 'medium', hour12: false });
  /** What goes on now; of those who left, nothing does. */
  const now = ({ figures: f, ended }: ServedSession, value: (f: ServerSessionFigures) => string): string =>
    f === null || ended !== null ? '' : value(f);
  const all: Column[] = [
    {
      name: c.address,
      width: address,
      left: true,
      value: ({ info }) => tailOf(safeText(info.address), address - 1),
    },
    { name: c.transport, width: 11, left: true, value: ({ info }) => words.transport[info.transport] },
    { name: c.mode, width: 8, left: true, value: ({ info }) => info.mode },
    { name: c.rate, width: 12, value: (one) => now(one, (f) => words.perSecond(figures.rate(f.rate))) },
    { name: c.loss, width: 16, value: ({ figures: f }) => figures.percent(f?.loss ?? null) },
    { name: c.since, width: 10, value: ({ info }) => clock.format(info.since) },
    {
      name: c.probes,
      width: 13,
      value: ({ info, figures: f }) => figures.count((info.mode === 'down' ? f?.sent : f?.received) ?? null),
    },
    { name: c.flows, width: 8, value: (one) => now(one, (f) => figures.count(f.open)) },
    { name: c.up, width: 13, value: (one) => now(one, (f) => figures.bits(f.bitsUp)) },
    { name: c.down, width: 13, value: (one) => now(one, (f) => figures.bits(f.bitsDown)) },
    {
      name: c.end,
      width: 26,
      left: true,
      value: ({ ended }) => (ended === null ? '' : allWords.serve.reasons[ended]),
    },
  ];
  // The last columns are for those who have the room.
  let used = 0;
  return all.filter((column) => {
    if (used + column.width > columns) return false;
    used += column.width;
    return true;
  });
}

/** People on one network share the beginning of an IPv6 address: the end tells them apart. */
const tailOf = (text: string, width: number): string =>
  text.length <= width ? text : `…${text.slice(1 - width)}`;

function totalLine({ theme, words, figures, columns }: Canvas, active: readonly ServedSession[]): string {
  const sum = (of: (session: ServedSession) => number): number =>
    active.reduce((total, session) => total + of(session), 0);
  return line(
    theme,
    columns,
    [`${words.serve.total}: `, 'dim'],
    [words.perSecond(figures.rate(sum(({ figures: f }) => f?.rate ?? 0))), 'strong'],
    `   ${words.figures.up} ${figures.bits(sum(({ figures: f }) => f?.bitsUp ?? 0))}`,
    `   ${words.figures.down} ${figures.bits(sum(({ figures: f }) => f?.bitsDown ?? 0))}`,
  );
}

function refusalLine({ theme, words, allWords, columns }: Canvas, model: ServeModel): string {
  if (model.lastRefusal === null) return '';
  const { address, message } = model.lastRefusal;
  return line(
    theme,
    columns,
    [`${theme.glyphs.alert} ${words.serve.refused(model.refused)}: `, 'warn'],
    `${safeText(address)}: ${safeText(serverSaid(message, allWords.server))}`,
  );
}
