/** One direction of a load: phases as a band, goodput and added delay over the same time, and the queue. Pure. */

import { loadsOf } from '../../../result/document/load.ts';
import { type DirectionImpairment, inFull } from '../../../result/impairment.ts';
import type { Direction } from '../../../units.ts';
import type { Words } from '../../../words/index.ts';
import { type Canvas, resized } from '../canvas.ts';
import { shareRows } from '../layout.ts';
import { chart, scaleFor } from '../parts/chart.ts';
import { cell, cut, heading, type Span } from '../text.ts';
import type { Style } from '../theme.ts';
import { elapsed, type LoadModel, type Way } from './model.ts';

const LOOK: Readonly<Record<Direction, Style>> = { up: 'udp', down: 'tcp' };
/** Of the axis before the bars, as the chart has it at least. */
const GUTTER = 10;
/** Between two phases, s. */
const PAUSE = 1.5;

export function columnRows(canvas: Canvas, model: LoadModel, way: Direction, now: number): string[] {
  const { theme, columns, rows, allWords, figures } = canvas;
  const { screen, page } = allWords.load;
  const own = model[way];
  const span = spanOf(model, now);
  const queue = queueRows(canvas, model, way);
  const [goodputRows = 0, delayRows = 0] = shareRows(rows - 1 - queue.length, [
    { least: 4, most: 8, weight: 2, fixed: 1 },
    { least: 5, most: 16, weight: 3, fixed: 1 },
  ]);
  const title = way === 'up' ? page.up : page.down;
  const latest = (history: Way['delay']) => history.at(-1)?.p50 ?? null;
  const drawn = (history: Way['delay'], height: number, say: (value: number) => string): string[] =>
    chart(
      resized(canvas, columns, height),
      history,
      commonScale(model, history === own.goodput),
      span,
      LOOK[way],
      say,
    );
  // The axis of the delay serves both.
  const goodput = drawn(own.goodput, goodputRows + 1, figures.bits).slice(0, -1);
  return [
    bandRow(canvas, model, span, now),
    heading(theme, columns, `${title}: ${screen.goodput}`, figures.bits(latest(own.goodput))),
    ...goodput,
    heading(theme, columns, `${title}: ${screen.delay}`, figures.time(latest(own.delay))),
    ...drawn(own.delay, delayRows, figures.time),
    ...queue,
  ];
}

/** Both directions on one scale: side by side they are compared. */
const commonScale = ({ up, down }: LoadModel, goodput: boolean) =>
  scaleFor((goodput ? [up.goodput, down.goodput] : [up.delay, down.delay]).map(usual), false);

/** The scale is that of the usual: what one moment tops may touch the edge. */
const usual = (history: Way['delay']): Way['delay'] =>
  history.map((point) => ({ ...point, max: point.p50 === null ? null : point.p50 * HEADROOM }));
const HEADROOM = 1.1;

/** All that is planned, so that the picture fills from left to right; more where it takes longer. */
function spanOf(model: LoadModel, now: number): number {
  const { spec, byHand } = model;
  const phases = loadsOf(spec).length + 1;
  const planned = byHand ? 60e9 : phases * (spec.phase + PAUSE * 1e9);
  return Math.max(planned, elapsed(model, now));
}

/** The names of the phases over their time. */
function bandRow(canvas: Canvas, model: LoadModel, span: number, now: number): string {
  const { theme, columns, allWords } = canvas;
  const width = columns - GUTTER;
  const bands = model.bands.map((band) => ({ ...band, to: band.to ?? elapsed(model, now) }));
  const names = Array.from({ length: width }, (_, at) => {
    const [from, to] = [(at * span) / width, ((at + 1) * span) / width];
    // Where one ends and the next begins, the next.
    return bands.findLast((band) => band.from < to && band.to > from)?.name ?? null;
  });
  const spans: Span[] = [];
  for (let at = 0; at < names.length; ) {
    let end = at;
    while (end < names.length && names[end] === names[at]) end++;
    const name = names[at] === null ? '' : allWords.load.phases[names[at]!];
    spans.push([cut(name, end - at).padEnd(end - at), name === '' ? 'plain' : 'inverse']);
    at = end;
  }
  return cell(theme, columns, ' '.repeat(GUTTER), ...spans);
}

/** `CoDel, ECN` */
function managerOf(link: DirectionImpairment, { load: { screen } }: Words): string {
  const { aqm, ecn } = inFull(link);
  return `${screen.managers[aqm]}${ecn && aqm !== 'none' ? ', ECN' : ''}`;
}

/** How full it is; nothing where there is none to be seen. */
function queueRows(
  { theme, columns, figures, allWords }: Canvas,
  { impairment, ...model }: LoadModel,
  way: Direction,
): string[] {
  const { queue } = model[way];
  if (impairment === null || impairment[way].bandwidth === null) return [];
  const { queueBytes, queue: packets } = inFull(impairment[way]);
  const { screen } = allWords.load;
  const most = queueBytes ?? packets;
  const held = queue === null ? null : queueBytes === null ? queue.packets : queue.bytes;
  const room = queueBytes === null ? figures.count(packets) : figures.bytes(queueBytes);
  const said = ` ${queueBytes === null ? figures.count(held) : figures.bytes(held)} / ${room}`;
  const label = `${managerOf(impairment[way], allWords)} `;
  const width = Math.max(4, columns - label.length - 20);
  const full = Math.min(width, Math.round(((held ?? 0) / Math.max(1, most)) * width));
  const { glyphs } = theme;
  return [
    cell(
      theme,
      columns,
      [label, 'warn'],
      [glyphs.full.repeat(full), full > 0.8 * width ? 'bad' : 'good'],
      [glyphs.empty.repeat(width - full), 'dim'],
      [said, 'strong'],
    ),
    cell(theme, columns, [
      screen.drops(figures.count(queue?.dropped), figures.count(queue?.marked), figures.time(queue?.sojourn)),
      'dim',
    ]),
  ];
}
