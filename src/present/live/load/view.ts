/** A frame of a load: a column for each direction, in it goodput above delay on one time axis, and the queue as a bar. Pure. */
import type { Direction } from '../../../units.ts';
import { sentencesOf } from '../../load/say.ts';
import { sayEnding } from '../../shared/sentences.ts';
import { type Canvas, resized } from '../canvas.ts';
import { type Key, keySpans } from '../parts/footer.ts';
import { linkLine } from '../parts/header.ts';
import { cell, edges, line, wrap } from '../text.ts';
import { columnRows } from './column.ts';
import { elapsed, type LoadModel, nowLoaded } from './model.ts';

const LEAST = { columns: 60, rows: 16 };

/** @param now ms of the clock with which events came */
export function loadFrame(canvas: Canvas, model: LoadModel, now: number): string[] {
  const { theme, columns, rows, allWords } = canvas;
  if (columns < LEAST.columns || rows < LEAST.rows)
    return wrap(allWords.load.screen.small, columns, Math.max(1, rows)).map((one) =>
      line(theme, columns, one),
    );
  const head = headLines(canvas, model, now);
  const foot = footLines(canvas, model);
  const room = rows - head.length - foot.length;
  const body = bodyRows(resized(canvas, columns, room), model, now).slice(0, room);
  while (body.length < room) body.push('');
  return [...head, ...body, ...foot];
}

function headLines(canvas: Canvas, model: LoadModel, now: number): string[] {
  const { theme, columns, allWords, figures } = canvas;
  const { screen, congestion, congestionUnknown, streams } = allWords.load;
  const { spec } = model;
  const name = model.congestion === null ? congestionUnknown : congestion(model.congestion);
  const asked = `  ${name}  ${spec.streams} ${spec.streams === 1 ? streams.one : streams.many}`;
  const state = `${stateOf(canvas, model)}  ${figures.seconds(elapsed(model, now))}`;
  return [
    edges(theme, columns, [[screen.title, 'strong'], asked], [[state, 'strong']]),
    model.impairment === null
      ? line(theme, columns, [screen.realLine(spec.target?.host ?? ''), 'dim'])
      : linkLine(canvas, model.impairment),
  ];
}

function stateOf({ allWords }: Canvas, model: LoadModel): string {
  const { screen, phases } = allWords.load;
  const loaded = nowLoaded(model);
  if (model.zero === null) return screen.building;
  if (loaded.length === 2) return phases.both;
  if (loaded.length === 1) return phases[loaded[0]!];
  return model.document !== null && !model.byHand ? screen.over : phases.idle;
}

function bodyRows(canvas: Canvas, model: LoadModel, now: number): string[] {
  const gap = 2;
  const left = Math.floor((canvas.columns - gap) / 2);
  const right = canvas.columns - gap - left;
  const rowsOf = (way: Direction, columns: number): string[] =>
    columnRows(resized(canvas, columns, canvas.rows), model, way, now);
  const [up, down] = [rowsOf('up', left), rowsOf('down', right)];
  return up.map((row, at) => `${row}${' '.repeat(gap)}${down[at] ?? cell(canvas.theme, right, '')}`);
}

/** What is to be said, and the keys. */
function footLines(canvas: Canvas, model: LoadModel): string[] {
  const { theme, columns } = canvas;
  const wrapped = (short: boolean): string[] =>
    saidOf(model, canvas, short).flatMap((sentence) => wrap(sentence, columns - 2, MOST_SAID));
  const whole = wrapped(false);
  const lines = (whole.length > MOST_SAID ? wrapped(true) : whole).slice(0, MOST_SAID);
  return [
    ...lines.map((text) => line(theme, columns, [`${theme.glyphs.wall} `, 'good'], [text, 'strong'])),
    keysLine(canvas, model),
  ];
}

function saidOf({ document, byHand, failure }: LoadModel, { allWords }: Canvas, short: boolean): string[] {
  const { screen } = allWords.load;
  if (failure !== null) return [sayEnding({ ending: failure }, allWords).message];
  if (byHand) return [screen.byHand];
  return document === null ? [screen.planned] : sentencesOf(document, allWords, short);
}

/** A sentence of two lines for each loaded phase. */
const MOST_SAID = 6;

function keysLine({ theme, columns, allWords }: Canvas, model: LoadModel): string {
  const { keys } = allWords.load.screen;
  const { impairment, document } = model;
  const over = document !== null;
  const loaded = nowLoaded(model);
  const fills = (way: Direction): string => (loaded.includes(way) ? keys.stop : keys)[way];
  const shown: readonly Key[] = [
    ['q', over ? keys.leave : keys.end],
    ...(over
      ? ([
          ['u', fills('up')],
          ['d', fills('down')],
        ] as const)
      : []),
    ...(impairment === null
      ? []
      : ([
          ['a', keys.aqm],
          ['+/-', keys.queue],
          ['r/R', keys.rate],
          ['e', keys.ecn],
        ] as const)),
  ];
  return line(theme, columns, ...keySpans(shown, columns));
}
