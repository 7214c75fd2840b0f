/** A line chart as SVG: for print, for readers without scripts, and as the first picture. */
import type { Words } from '../../../words/index.ts';
import { formatFor } from '../../format.ts';
import { escapeHtml } from '../escape.ts';
import { type Axis, xAxis, yAxis } from './axis.ts';
import type { Band, Chart, Series } from './chart.ts';

const WIDTH = 960;
const HEIGHT = 300;
const LEFT = 84;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 48;
/** More points than columns cannot be seen: each column keeps its lowest and its highest. */
const COLUMNS = 900;

export function lineSvg(chart: Chart, words: Words): string {
  const format = formatFor(words);
  const x = xAxis(chart, format);
  const y = yAxis(chart, format);
  const names = chart.series.map(({ label }) => label).join(', ');
  return [
    `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${chart.id}-t ${chart.id}-d">`,
    `<title id="${chart.id}-t">${escapeHtml(chart.title)}</title>`,
    `<desc id="${chart.id}-d">${escapeHtml(words.html.charts.describe(chart.title, names))}</desc>`,
    ...(chart.bands ?? []).map((band) => shaded(band, x)),
    grid(x, y),
    `<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(chart.xLabel)}</text>`,
    ...chart.series.map((series) => line(series, chart.xs, x, y)),
    '</svg>',
  ].join('');
}

const placeX = (axis: Axis, value: number): number => LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT);
const placeY = (axis: Axis, value: number): number =>
  HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM);
const px = (value: number): string => value.toFixed(1);

/** A stall may be narrower than a line of a screen. */
const NARROWEST = 2;

function shaded({ from, to, label, strong, stood = false, line = 0 }: Band, axis: Axis): string {
  const left = placeX(axis, from);
  const right = Math.max(placeX(axis, to), stood ? left + NARROWEST : left);
  const middle = px((left + right) / 2);
  return `<rect class="band${stood ? ' stood' : strong ? ' strong' : ''}" x="${px(left)}" y="${TOP}" width="${px(right - left)}" height="${HEIGHT - TOP - BOTTOM}"/><text class="tick" x="${middle}" y="${TOP + 14 * (line + 1)}" text-anchor="middle">${escapeHtml(label)}</text>`;
}

function grid(x: Axis, y: Axis): string {
  const bottom = HEIGHT - BOTTOM;
  const across = y.ticks.map(({ at, label }) => {
    const py = px(placeY(y, at));
    return `<path class="grid" d="M${LEFT} ${py}H${WIDTH - RIGHT}"/><text class="tick" x="${LEFT - 8}" y="${py}" dy="0.35em" text-anchor="end">${escapeHtml(label)}</text>`;
  });
  const along = x.ticks.map(({ at, label }) => {
    const across = px(placeX(x, at));
    return `<path class="grid" d="M${across} ${TOP}V${bottom}"/><text class="tick" x="${across}" y="${bottom + 18}" text-anchor="middle">${escapeHtml(label)}</text>`;
  });
  return [...across, ...along].join('');
}

function line({ look, weight, values }: Series, xs: readonly number[], x: Axis, y: Axis): string {
  let path = '';
  let drawing = false;
  for (const at of thinned(values)) {
    const value = values[at] ?? null;
    if (value === null) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${px(placeX(x, xs[at]!))} ${px(placeY(y, value))}`;
    // A single point between two gaps is still seen: the stroke has round ends.
    if (!drawing) path += 'h0';
    drawing = true;
  }
  return `<path class="line ${look} ${weight}" d="${path}"/>`;
}

/** Places of the values to draw, ascending: all, or the lowest and highest of each column. */
export function thinned(values: readonly (number | null)[]): number[] {
  if (values.length <= 2 * COLUMNS) return values.map((_, at) => at);
  const kept: number[] = [];
  for (let column = 0; column < COLUMNS; column++) {
    const from = Math.floor((column * values.length) / COLUMNS);
    const to = Math.floor(((column + 1) * values.length) / COLUMNS);
    let low = from;
    let high = from;
    for (let at = from; at < to; at++) {
      const value = values[at] ?? null;
      if (value === null) continue;
      if (value < (values[low] ?? Number.POSITIVE_INFINITY)) low = at;
      if (value > (values[high] ?? Number.NEGATIVE_INFINITY)) high = at;
    }
    kept.push(...(low < high ? [low, high] : low > high ? [high, low] : [low]));
  }
  return kept;
}
