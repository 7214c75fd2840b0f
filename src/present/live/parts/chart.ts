/** Latency over time as bands: solid to p50, shaded to p99, light to max. Told apart by shape, so colours only help. */
import type { Canvas } from '../canvas.ts';
import type { Point } from '../model/history.ts';
import { slots, stallsIn } from '../model/history.ts';
import { cell, heading, type Span, widthOf } from '../text.ts';
import type { Style, Theme } from '../theme.ts';

export interface Scale {
  readonly top: number;
  readonly bottom: number;
  readonly logarithmic: boolean;
  /** It was another one a moment ago: the same bars mean more. */
  readonly grown: boolean;
}

/** For so long a change of the scale is shown, ns. */
const LATELY = 3e9;

/** The axis that suits all the histories given: linear, unless the slowest dwarfs the median. */
export function scaleFor(histories: readonly (readonly Point[])[], mayBeLogarithmic: boolean): Scale {
  const axis = axisFor(histories, mayBeLogarithmic);
  const since = Math.max(...histories.map((history) => history.at(-1)?.to ?? 0)) - LATELY;
  const earlier = histories.map((history) => history.filter(({ to }) => to <= since));
  const known = earlier.some((history) => history.some(({ max }) => (max ?? 0) > 0));
  const before = axisFor(earlier, mayBeLogarithmic);
  const grown = known && (before.top !== axis.top || before.logarithmic !== axis.logarithmic);
  return { ...axis, grown };
}

function axisFor(histories: readonly (readonly Point[])[], mayBeLogarithmic: boolean): Omit<Scale, 'grown'> {
  let [highest, lowest] = [0, Number.POSITIVE_INFINITY];
  for (const history of histories)
    for (const point of history) {
      highest = Math.max(highest, point.max ?? 0);
      if (point.p50 !== null && point.p50 > 0) lowest = Math.min(lowest, point.p50);
    }
  if (highest === 0) return { top: 1e6, bottom: 0, logarithmic: false };
  if (mayBeLogarithmic && highest / lowest > 40) {
    const decade = (value: number, round: (value: number) => number): number =>
      10 ** round(Math.log10(value));
    return { top: decade(highest, Math.ceil), bottom: decade(lowest, Math.floor), logarithmic: true };
  }
  return { top: roundedUp(highest), bottom: 0, logarithmic: false };
}

/** The next of 1, 1.5, 2, 3, 5, 7.5 times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 3, 5, 7.5, 10].find((step) => step * power >= value * 0.999)!;
}

const LEAST_GUTTER = 9;

/** @returns `canvas.rows` lines of `canvas.columns`, the lowest of them the time axis. */
export function chart(
  canvas: Canvas,
  history: readonly Point[],
  scale: Scale,
  span: number,
  style: Style,
  say: (value: number) => string = (value) => canvas.figures.time(value),
): string[] {
  const { theme } = canvas;
  const rows = canvas.rows - 1;
  const labels = Array.from({ length: rows }, (_, row) => labelAt(row, rows, scale, say));
  const gutter = labels.reduce((most, label) => Math.max(most, widthOf(label) + 2), LEAST_GUTTER);
  const columns = canvas.columns - gutter - 1;
  const points = slots(history, columns, span);
  const heights = points.map((point) => heightsOf(point, scale, rows * 8));
  const lines: string[] = [];
  for (let row = rows - 1; row >= 0; row--) {
    // In the space before the label, so that the bars stay where they are.
    const mark = scale.grown && row === rows - 1 ? theme.glyphs.grown : '';
    const label = `${mark}${labels[row]!}`;
    const pad = ' '.repeat(gutter - 1 - widthOf(label));
    const named = cell(theme, gutter, pad, [label, mark === '' ? 'dim' : 'inverse']);
    lines.push(`${named}${theme.paint('dim', theme.glyphs.wall)}${bars(theme, heights, row, style)}`);
  }
  lines.push(axis(canvas, gutter, columns, span, stallsIn(points)));
  return lines;
}

type Heights = readonly [p50: number, p99: number, max: number];

function heightsOf(point: Point | undefined, scale: Scale, eighths: number): Heights | undefined {
  if (point === undefined || point.p50 === null) return undefined;
  const height = (value: number | null): number => {
    if (value === null) return 0;
    const share = scale.logarithmic
      ? Math.log(value / scale.bottom) / Math.log(scale.top / scale.bottom)
      : value / scale.top;
    return Math.max(1, Math.min(eighths, Math.round(share * eighths)));
  };
  return [height(point.p50), height(point.p99), height(point.max)];
}

/** One row of the chart; neighbours of one style are painted together. */
function bars(theme: Theme, heights: readonly (Heights | undefined)[], row: number, style: Style): string {
  let text = '';
  let run = '';
  let current: Style = 'plain';
  for (const column of heights) {
    const [glyph, own] = glyphAt(theme, column, row * 8, style);
    if (own !== current && run !== '') {
      text += theme.paint(current, run);
      run = '';
    }
    current = own;
    run += glyph;
  }
  return text + theme.paint(current, run);
}

function glyphAt(theme: Theme, heights: Heights | undefined, base: number, style: Style): [string, Style] {
  const { glyphs } = theme;
  if (heights === undefined) return [' ', 'plain'];
  const [p50, p99, max] = heights;
  const solid = Math.min(8, p50 - base);
  if (solid >= 8) return [glyphs.full, style];
  if (p99 - base >= 6 && solid < 5) return [glyphs.p99, style];
  if (solid > 0) return [glyphs.eighths[solid]!, style];
  if (p99 - base >= 3) return [glyphs.p99, style];
  if (max - base >= 2) return [glyphs.max, 'dim'];
  return [' ', 'plain'];
}

/** The top, the bottom and, where there is room, the middle. */
function labelAt(row: number, rows: number, scale: Scale, say: (value: number) => string): string {
  const at = (share: number): string =>
    say(
      scale.logarithmic
        ? scale.bottom * (scale.top / scale.bottom) ** share
        : scale.bottom + (scale.top - scale.bottom) * share,
    );
  if (row === rows - 1) return at(1);
  if (scale.logarithmic && row > 0) return decadeAt(row, rows, scale, say);
  if (rows >= 5 && row === Math.round(rows / 2) - 1) return at(0.5);
  if (row === 0) return scale.logarithmic ? at(0) : '0';
  return '';
}

/** Between the ends of a logarithmic axis: the power of ten that stands at this row. */
function decadeAt(row: number, rows: number, { top, bottom }: Scale, say: (value: number) => string): string {
  const decades = Math.round(Math.log10(top / bottom));
  // Fewer rows than that would be labels on labels.
  if (rows < decades * 2) return '';
  for (let power = 1; power < decades; power++)
    if (Math.round((power * rows) / decades) - 1 === row) return say(bottom * 10 ** power);
  return '';
}

/** @param stalls by column: marked where the time has no words */
function axis(
  canvas: Canvas,
  gutter: number,
  columns: number,
  span: number,
  stalls: readonly boolean[],
): string {
  const { theme, figures } = canvas;
  const end = figures.seconds(span);
  const middle = figures.seconds(span / 2);
  const half = Math.max(0, Math.floor(columns / 2) - 1 - middle.length / 2);
  const text = `0${' '.repeat(half)}${columns >= 30 ? middle : ''}`;
  const gap = Math.max(1, columns - text.length - end.length);
  const words = `${text}${' '.repeat(gap)}${end}`;
  const marked = Array.from(
    words,
    (sign, at): Span =>
      sign === ' ' && stalls[at] === true ? [theme.glyphs.stalled, 'warn'] : [sign, 'dim'],
  );
  return cell(theme, canvas.columns, ' '.repeat(gutter + 1), ...marked);
}

/** The legend of the bands and, where there are any, of the stalls. */
export function bandLegend({ theme, words }: Canvas, histories: readonly (readonly Point[])[] = []): string {
  const { full, p99, max: light, stalled } = theme.glyphs;
  const stood = histories.some((history) => stallsIn(history).includes(true));
  const also = stood ? `  ${stalled} ${words.legend.stalled}` : '';
  return `${full} p50  ${p99} p99  ${light} ${words.figures.max}${also}`;
}

/** A heading with the legend of what is drawn below it, which goes before everything else that a heading says. */
export function bandHeading(
  canvas: Canvas,
  title: string,
  histories: readonly (readonly Point[])[],
  note = '',
): string {
  const { theme, words, columns } = canvas;
  const bands = bandLegend(canvas, histories);
  const forms = [
    [title, note === '' ? bands : `${note}   ${bands}`],
    [title, bands],
    [words.sections.latencyShort, bands],
    [words.sections.latencyShort, bands.replace(words.legend.stalled, words.legend.stalledShort)],
  ] as const;
  const fits = forms.find(([name, said]) => widthOf(name) + widthOf(said) + HEADING <= columns);
  return heading(theme, columns, ...(fits ?? forms.at(-1)!));
}
/** The rule before a heading, and the spaces around it. */
const HEADING = 6;
