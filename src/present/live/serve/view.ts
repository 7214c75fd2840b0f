/** Everyone who is connected, in one table: for the teacher's screen. Pure: a model in, lines out. */

import { classFigures, type Guest } from '../../../result/classroom/guests.ts';
import { serverSaid } from '../../../words/server-said.ts';
import { classLine } from '../../classroom/rows.ts';
import { safeText } from '../../safe-text.ts';
import type { Canvas } from '../canvas.ts';
import { edges, line, widthOf, wrap } from '../text.ts';
import { bigFigures } from './big.ts';
import { orderedGuests, type ServeModel } from './model.ts';
import { columnsFor, headLines, rowOf } from './table.ts';

/** Lines of one sentence. */
const MOST_WRAPPED = 3;
/** Rows from which there is room for large figures beside a class. */
const TALL = 24;

export function serveView(canvas: Canvas, model: ServeModel): string[] {
  const { rows } = canvas;
  const guests = orderedGuests(model);
  const head = [
    titleLine(canvas, model, guests),
    ...linkLines(canvas, model),
    ...addressLines(canvas, model),
  ];
  const foot = [...classLines(canvas, guests), refusalLine(canvas, model), keysLine(canvas, model)].filter(
    (text) => text !== '',
  );
  const room = rows - head.length - foot.length;
  const body = guests.length === 0 ? announcement(canvas, model) : table(canvas, guests, room);
  while (body.length < room) body.push('');
  return [...head, ...body.slice(0, Math.max(0, room)), ...foot].slice(0, rows);
}

function titleLine(
  { theme, words, allWords, columns }: Canvas,
  model: ServeModel,
  guests: readonly Guest[],
): string {
  const here = guests.filter(({ gone }) => !gone).length;
  const { serve } = words;
  return edges(
    theme,
    columns,
    [[serve.title, 'strong'], model.port === null ? '' : `  ${serve.port(String(model.port))}`],
    [[allWords.classroom.present(here, guests.length), here > 0 ? 'good' : 'dim']],
  );
}

/** What the link does, whole. */
function linkLines({ theme, columns }: Canvas, { link }: ServeModel): string[] {
  if (link === null) return [];
  return wrap(safeText(link), columns, MOST_WRAPPED).map((text) => line(theme, columns, [text, 'warn']));
}

/** Who comes late, and who sits far away, still has to know what to type. */
function addressLines(canvas: Canvas, model: ServeModel): string[] {
  const { theme, columns, rows } = canvas;
  const commands = model.commands.map((text) => safeText(text));
  let said = commands[0];
  if (said === undefined) return [];
  const large =
    rows >= TALL && model.address !== null && theme.unicode
      ? bigFigures(model.address, columns - 2)
      : undefined;
  for (const other of commands.slice(1))
    if (widthOf(said) + 3 + widthOf(other) <= columns - 2) said += `   ${other}`;
  return [
    ...(large ?? []).map((text) => line(theme, columns, [` ${text}`, 'strong'])),
    ...wrap(said, columns - 2, MOST_WRAPPED).map((text) => line(theme, columns, [` ${text} `, 'inverse'])),
  ];
}

function announcement({ theme, words, columns }: Canvas, model: ServeModel): string[] {
  return ['', words.serve.nobody, ...model.announcement]
    .flatMap((text) => wrap(safeText(text), columns - 4, MOST_WRAPPED))
    .map((text) => line(theme, columns, [`  ${text}`, 'strong']));
}

/** As many as there is room for; a line says how many more there are. */
function table(canvas: Canvas, guests: readonly Guest[], rows: number): string[] {
  const { theme, words, columns } = canvas;
  const layout = columnsFor(canvas, guests);
  const head = headLines(canvas, layout);
  const room = Math.max(1, rows - head.length);
  const shown = guests.slice(0, guests.length > room ? Math.max(1, room - 1) : room);
  const more = guests.length - shown.length;
  return [
    ...head,
    ...shown.map((guest) => rowOf(canvas, layout, guest)),
    ...(more > 0 ? [line(theme, columns, words.serve.more(more))] : []),
  ];
}

/** What all of them have seen together. */
function classLines({ theme, allWords, columns }: Canvas, guests: readonly Guest[]): string[] {
  const said = classLine(classFigures(guests), allWords);
  if (said === '') return [];
  return wrap(`${allWords.classroom.guests(guests.length)}. ${said}`, columns - 2, 2).map((text) =>
    line(theme, columns, [`${theme.glyphs.wall} `, 'good'], [text, 'strong']),
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

function keysLine({ theme, allWords, columns }: Canvas, { order }: ServeModel): string {
  const text = allWords.classroom;
  const sorted = text.sort(text.orders[order]);
  return line(theme, columns, [' q ', 'inverse'], ` ${text.quit}  `, [' o ', 'inverse'], ` ${sorted}`);
}
