/** A chart with its heading, its legend, its picture, the place for the interactive one, and its table. */
import type { Words } from '../../../words/index.ts';
import { formatFor, UNKNOWN } from '../../format.ts';
import { escapeHtml } from '../escape.ts';
import { htmlTable } from '../table.ts';
import { valueText, xAxis } from './axis.ts';
import type { Chart, Series } from './chart.ts';
import { lineSvg } from './line-svg.ts';

const MOST_ROWS = 200;

export function chartFigure(chart: Chart, words: Words): string {
  const text = words.html.charts;
  const note = chart.logarithmic ? ` <small>(${escapeHtml(text.logarithmic)})</small>` : '';
  return [
    `<figure class="chart" id="${chart.id}">`,
    `<figcaption><h3>${escapeHtml(chart.title)}${note}</h3>${legend(chart.series)}</figcaption>`,
    `<div class="still">${lineSvg(chart, words)}</div>`,
    `<div class="live" hidden></div><p class="reading" aria-live="polite" hidden></p>`,
    `<details><summary>${escapeHtml(`${chart.title}, ${text.table}`)}</summary>${chartTable(chart, words)}</details>`,
    '</figure>',
  ].join('');
}

export function legend(series: readonly Pick<Series, 'label' | 'look' | 'weight'>[]): string {
  const items = series.map(
    ({ label, look, weight }) =>
      `<li><svg class="key" viewBox="0 0 36 10" aria-hidden="true"><path class="line ${look} ${weight}" d="M1 5H35"/></svg>${escapeHtml(label)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function chartTable(chart: Chart, words: Words): string {
  const format = formatFor(words);
  const text = words.html.charts;
  const say = valueText(chart.yKind, format);
  const percentile = chart.xKind === 'percentile';
  const places = percentile
    ? xAxis(chart, format).ticks.map(({ at }) => nearest(chart.xs, at))
    : spread(chart.xs.length, MOST_ROWS);
  const rows = places.map((at) => {
    const x = chart.xs[at]!;
    const head = percentile ? format.percent(1 - 10 ** -x) : format.plain(x, 3);
    return [head, ...chart.series.map(({ values }) => (values[at] == null ? UNKNOWN : say(values[at])))];
  });
  const head = [percentile ? text.percentileAxis : text.time, ...chart.series.map(({ label }) => label)];
  const thin = !percentile && chart.xs.length > MOST_ROWS;
  const note = thin ? `<p>${escapeHtml(text.thinned(format.count(rows.length), chart.xs.length))}</p>` : '';
  return `${note}${htmlTable({ head, rows }, chart.title)}`;
}

const spread = (length: number, most: number): number[] =>
  length <= most
    ? Array.from({ length }, (_, at) => at)
    : Array.from({ length: most }, (_, at) => Math.floor((at * length) / most));

const nearest = (xs: readonly number[], wanted: number): number =>
  xs.reduce((best, x, at) => (Math.abs(x - wanted) < Math.abs(xs[best]! - wanted) ? at : best), 0);
