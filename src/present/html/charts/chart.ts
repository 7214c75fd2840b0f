/** What a line chart shows: plain data, drawn as SVG here and by uPlot in the page. */
import type { IntervalRow, RunResult } from '../../../result/document/schema.ts';
import type { Words } from '../../../words/index.ts';

export type Figure = 'p50' | 'p99' | 'max' | 'loss' | 'up' | 'down';
/** Colour and dash of a line: never the colour alone. */
export type Look = 'tcp' | 'udp' | 'before' | 'after';
export type Weight = 'thin' | 'thick' | 'faint';

export interface Series {
  readonly label: string;
  readonly look: Look;
  readonly weight: Weight;
  /** One for each x; null leaves a gap. */
  readonly values: readonly (number | null)[];
  /** Where the page finds the same values in the embedded result, so that they are not in it twice. */
  readonly from?: { readonly transport: number; readonly figure: Figure };
}

/** A part of the x axis, shaded and named. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly strong: boolean;
  /** Nobody ran then: seen however narrow it is. */
  readonly stood?: boolean;
  /** Which line its name stands on, from 0: names of bands that lie close would run into each other. */
  readonly line?: number;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly xKind: 'seconds' | 'percentile';
  readonly xLabel: string;
  readonly yKind: 'time' | 'ratio' | 'bits';
  readonly logarithmic: boolean;
  readonly xs: readonly number[];
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
}

/** Latency, loss and goodput over time; a chart for which nothing is known is left out. */
export function timeCharts(result: RunResult, words: Words): Chart[] {
  const text = words.html.charts;
  const names = words.summary.columns;
  const rows = longest(result);
  const xs = rows.map((row) => row.endSeconds);
  const bands = stallBands(result, xs.at(-1) ?? 0, words);
  const base = {
    xKind: 'seconds',
    xLabel: text.secondsAxis,
    xs,
    ...(bands.length > 0 && { bands }),
  } as const;
  const chart = (
    id: string,
    title: string,
    yKind: Chart['yKind'],
    figures: readonly (readonly [Figure, string, Weight])[],
  ): Chart | null => {
    const series = result.transports.flatMap(({ transport, intervals }, at) =>
      figures.map(
        ([figure, label, weight]): Series => ({
          label: `${words.summary.transports[transport]} ${label}`.trim(),
          look: transport,
          weight,
          values: rows.map((_, index) =>
            intervals[index] === undefined ? null : figureOf(intervals[index], figure),
          ),
          from: { transport: at, figure },
        }),
      ),
    );
    const known = series.filter(({ values, from }) =>
      values.some((value) => value !== null && (value > 0 || from?.figure === 'loss')),
    );
    if (rows.length === 0 || known.length === 0) return null;
    return { ...base, id, title, yKind, logarithmic: yKind === 'time' && isWide(known), series: known };
  };
  return [
    chart('latency', text.latency, 'time', [
      ['p50', names.p50, 'thin'],
      ['p99', names.p99, 'thick'],
      ['max', names.max, 'faint'],
    ]),
    chart('loss', text.loss, 'ratio', [['loss', '', 'thick']]),
    chart('goodput', text.throughput, 'bits', [
      ['up', text.up, 'thick'],
      ['down', text.down, 'thin'],
    ]),
  ].filter((found) => found !== null);
}

/** Named only where the name has room: the longest of each end. */
function stallBands({ transports }: RunResult, end: number, words: Words): Band[] {
  const text = words.html.charts.stalls;
  return (['client', 'server'] as const).flatMap((whose, line) => {
    // A file may say anything: what is not on the axis is not drawn.
    const spans = transports
      .flatMap(({ stalls }) => stalls?.[whose]?.spans ?? [])
      .filter(([from, to]) => from >= 0 && from < to && to <= end);
    const most = Math.max(0, ...spans.map(([from, to]) => to - from));
    const named = spans.findIndex(([from, to]) => to - from === most);
    return spans.map(([from, to], at) => ({
      from,
      to,
      label: at === named ? text[whose] : '',
      strong: true,
      stood: true,
      line,
    }));
  });
}

const longest = (result: RunResult): readonly IntervalRow[] =>
  result.transports.reduce<readonly IntervalRow[]>(
    (most, { intervals }) => (intervals.length > most.length ? intervals : most),
    [],
  );

export function figureOf(row: IntervalRow, figure: Figure): number | null {
  switch (figure) {
    case 'p50':
    case 'p99':
    case 'max':
      return row[figure];
    case 'loss':
      return row.lost === null || row.sent === null || row.sent === 0
        ? null
        : (row.lost + (row.late ?? 0)) / row.sent;
    case 'up':
      return perSecond(row.bytesUp, row);
    case 'down':
      return perSecond(row.bytesDown, row);
  }
}

function perSecond(bytes: number | null, row: IntervalRow): number | null {
  const seconds = row.endSeconds - row.startSeconds;
  return bytes === null || seconds <= 0 ? null : (bytes * 8) / seconds;
}

/** A linear axis hides the small values where the large ones are twenty times as high. */
export function isWide(series: readonly Series[]): boolean {
  const [low, high] = extremes(series);
  return low > 0 && high / low > 20;
}

/** Least positive and greatest value; [0, 1] where there is none. */
export function extremes(series: readonly Series[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const { values } of series) {
    for (const value of values) {
      if (value === null) continue;
      if (value > 0 && value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high === 0 ? [0, 1] : [low, high];
}
