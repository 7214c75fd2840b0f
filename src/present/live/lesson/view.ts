/** A frame of the race: all lanes on one screen, or one of them large. Pure. */
import type { Canvas } from '../canvas.ts';
import { linkLine } from '../parts/header.ts';
import { line, type Span, wrap } from '../text.ts';
import { aloneRows } from './alone.ts';
import { LANE_ROWS, laneRows } from './lane.ts';
import type { RaceModel } from './model.ts';
import { legendLine } from './strip.ts';

const LEAST = { columns: 60, rows: 12 };

export function raceFrame(canvas: Canvas, model: RaceModel): string[] {
  const { theme, columns, rows, allWords } = canvas;
  const text = allWords.lesson.screen;
  if (columns < LEAST.columns || rows < LEAST.rows)
    return wrap(text.small, columns, Math.max(1, rows)).map((one) => line(theme, columns, one));
  const head = [line(theme, columns, [text.title, 'strong'])];
  if (model.impairment !== null) head.push(linkLine(canvas, model.impairment));
  const foot = [legendLine(canvas), keysLine(canvas, model)];
  const room = rows - head.length - foot.length;
  const body = bodyRows(canvas, model, room).slice(0, room);
  while (body.length < room) body.push('');
  return [...head, ...body, ...foot];
}

function bodyRows(canvas: Canvas, model: RaceModel, room: number): string[] {
  const { theme, columns, allWords } = canvas;
  const [only, ...others] = model.lanes;
  if (only === undefined) return ['', line(theme, columns, allWords.lesson.building)];
  if (others.length === 0) return ['', ...aloneRows(canvas, only, model, room - 1)];
  const each = Math.floor(room / model.lanes.length);
  // A row between two lanes, where there is room.
  const gap = each > LANE_ROWS ? 1 : 0;
  const sentences = Math.max(0, Math.min(3, each - LANE_ROWS - gap));
  return model.lanes.flatMap((lane) => [
    ...(gap === 1 ? [''] : []),
    ...laneRows(canvas, lane, model, sentences),
  ]);
}

function keysLine({ theme, columns, allWords }: Canvas, { over }: RaceModel): string {
  const { keys } = allWords.lesson.screen;
  const shown: readonly (readonly [string, string])[] = over
    ? [['q', keys.leave]]
    : [
        ['q', keys.end],
        ['l/L', keys.loss],
        ['d/D', keys.delay],
      ];
  const spans = shown.flatMap(([key, name]): Span[] => [[` ${key} `, 'inverse'], ` ${name}  `]);
  return line(theme, columns, ...spans);
}
