/** Scales and ticks of the charts that are drawn here. */
import type { Format } from '../../format.ts';
import { type Chart, extremes, type Series } from './chart.ts';

export interface Axis {
  /** From a value to 0..1 along the axis; what is far off it to its neighbourhood. */
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** Whatever a file says: a chart has room for no more, and there is a number that one more than it is not. */
const MOST_TICKS = 100;
/** Above it there are no numbers. */
const below = (value: number): number => Math.min(value, Number.MAX_VALUE);

const nearby = (place: number): number => (Number.isNaN(place) ? 0 : Math.max(-1, Math.min(2, place)));

/** 1, 2 or 5 times a power of ten. */
function niceStep(span: number, most: number): number {
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
}

export function linearAxis(low: number, high: number, most: number, say: (value: number) => string): Axis {
  const step = niceStep(high - low || 1, most);
  const first = Math.ceil(low / step);
  const places = Array.from({ length: MOST_TICKS }, (_, at) => (first + at) * step);
  const end = below(high * (1 + 1e-9));
  return {
    place: (value) => nearby((value - low) / (high - low || 1)),
    ticks: labelled(
      places.filter((at) => at <= end),
      say,
    ),
  };
}

const labelled = (places: readonly number[], say: (value: number) => string): Axis['ticks'] =>
  places.filter(Number.isFinite).map((at) => ({ at, label: say(at) }));

export function logarithmicAxis(low: number, high: number, say: (value: number) => string): Axis {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const factors = to - from > 3 ? [1] : to - from > 1.2 ? [1, 3] : [1, 2, 5];
  const powers = Math.min(Math.ceil(to) - Math.floor(from), MOST_TICKS);
  const places: number[] = [];
  for (let step = 0; step <= powers; step++)
    for (const factor of factors) places.push(factor * 10 ** (Math.floor(from) + step));
  const ticks = labelled(
    places.filter((at) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9)),
    say,
  );
  return { place: (value) => nearby((Math.log10(Math.max(value, low)) - from) / (to - from || 1)), ticks };
}

export function yAxis(chart: Chart, format: Format): Axis {
  const [low, high] = extremes(chart.series);
  const say = valueText(chart.yKind, format);
  if (chart.logarithmic) return logarithmicAxis(low / 1.3, below(high * 1.3), say);
  // A loss of nothing is drawn on an axis that a loss would fit on.
  const top = chart.yKind === 'ratio' && chart.series.every(isFlat) ? 0.01 : below(high * 1.08);
  return linearAxis(0, top, 5, say);
}

const isFlat = ({ values }: Series): boolean => values.every((value) => value === null || value === 0);

export function xAxis(chart: Chart, format: Format): Axis {
  const last = chart.xs.at(-1) ?? 1;
  if (chart.xKind === 'percentile') return percentileAxis(last, format);
  // Over time: from the start of the run, even where the first interval ends later.
  return linearAxis(0, last, 8, (value) => format.plain(value, 3));
}

function percentileAxis(last: number, format: Format): Axis {
  const nines = Array.from({ length: Math.floor(last + 1e-9) + 1 }, (_, at) => at);
  const shares = nines.map((x) => ({ at: x, label: format.percent(1 - 10 ** -x) }));
  const middle = { at: Math.log10(2), label: format.percent(0.5) };
  return {
    place: (value) => nearby(value / (last || 1)),
    ticks: last > 0.9 ? [shares[0]!, middle, ...shares.slice(1)] : shares,
  };
}

export function valueText(kind: Chart['yKind'], format: Format): (value: number | null) => string {
  switch (kind) {
    case 'time':
      return format.time;
    case 'ratio':
      return format.percent;
    case 'bits':
      return format.bits;
  }
}
