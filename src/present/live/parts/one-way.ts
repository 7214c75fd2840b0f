/** What a one-way run shows in place of latency: what each direction carries, now and on the average, over time. */
import type { Direction } from '../../../units.ts';
import { type Canvas, resized } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { carriedBits } from '../sentences.ts';
import { cell, heading, type Span } from '../text.ts';
import { chart, type Scale, scaleFor } from './chart.ts';

/** `up 2.56 Mbit/s  down 2.5 Mbit/s`: on the average so far. */
export function carriedLine(
  { theme, words, figures, columns }: Canvas,
  lane: Lane,
  directions: readonly Direction[],
): string {
  const spans = directions.flatMap((direction): Span[] => [
    [`${words.figures[direction]} `, 'dim'],
    [figures.bits(carriedBits(lane, direction)), 'strong'],
    '   ',
  ]);
  return cell(theme, columns, ...spans);
}

/** One scale for all that is compared. */
export function carriedScale(lanes: readonly Lane[], directions: readonly Direction[]): Scale {
  const histories = lanes.flatMap((lane) => directions.map((direction) => lane.carried[direction]));
  return scaleFor(histories, false);
}

/** A chart for each direction, side by side. @returns `canvas.rows` lines, a heading first */
export function carriedCharts(
  canvas: Canvas,
  lane: Lane,
  directions: readonly Direction[],
  scale: Scale,
  span: number,
): string[] {
  const { theme, words, figures, columns } = canvas;
  const width = Math.floor((columns - 2 * (directions.length - 1)) / directions.length);
  const small = resized(canvas, width, canvas.rows - 1);
  const charts = directions.map((direction) => [
    heading(theme, width, direction === 'up' ? words.sections.carriedUp : words.sections.carriedDown),
    ...chart(small, lane.carried[direction], scale, span, lane.transport, (value) => figures.bits(value)),
  ]);
  return charts[0]!.map((text, row) => [text, ...charts.slice(1).map((other) => other[row]!)].join('  '));
}
