/** The percentile plot on HdrHistogram's axis: x is −log10(1 − p), so that 90 %, 99 %, 99.9 % are equally far apart. */

import type { Distribution, RunResult } from '../../../result/document/schema.ts';
import { type Cells, readHistogram } from '../../../result/histogram.ts';
import { mainLatency } from '../../../result/metrics.ts';
import type { Words } from '../../../words/index.ts';
import { type Chart, isWide, type Look, type Series, type Weight } from './chart.ts';

const STEPS_PER_DECADE = 60;

interface Curve {
  readonly label: string;
  readonly look: Look;
  readonly weight: Weight;
  readonly times: Distribution | null;
}

export function percentileChart(result: RunResult, words: Words): Chart | null {
  const text = words.summary;
  const curves = result.transports.flatMap((transport): Curve[] => {
    const { response, service } = transport.latency;
    const name = text.transports[transport.transport];
    const look = transport.transport;
    const main = mainLatency(transport);
    const kind =
      transport.mode === 'connect'
        ? text.latency.connect
        : response === null
          ? text.latency.service
          : text.latency.response;
    const curve: Curve = { label: `${name} ${kind}`, look, weight: 'thick', times: main };
    const second: Curve = { label: `${name} ${text.latency.service}`, look, weight: 'faint', times: service };
    return response === null || service === null ? [curve] : [curve, second];
  });
  return percentileCurves('percentiles', words.html.charts.percentiles, curves, words);
}

export function percentileCurves(
  id: string,
  title: string,
  curves: readonly Curve[],
  words: Words,
): Chart | null {
  const read = curves.flatMap((curve) => {
    const cells = curve.times === null ? null : readHistogram(curve.times.histogram);
    return cells === null || cells.total === 0 ? [] : [{ ...curve, cells }];
  });
  if (read.length === 0) return null;
  const most = Math.max(...read.map(({ cells }) => cells.total));
  const decades = Math.max(1, Math.log10(most));
  const xs = Array.from(
    { length: Math.ceil(decades * STEPS_PER_DECADE) + 1 },
    (_, at) => at / STEPS_PER_DECADE,
  );
  const series = read.map(
    ({ label, look, weight, cells }): Series => ({
      label,
      look,
      weight,
      values: valuesAt(cells, xs),
    }),
  );
  return {
    id,
    title,
    xKind: 'percentile',
    xLabel: words.html.charts.percentileAxis,
    yKind: 'time',
    logarithmic: isWide(series),
    xs,
    series,
  };
}

/** The value at each x; null beyond the percentile that so many values can tell. */
function valuesAt({ values, counts, total }: Cells, xs: readonly number[]): (number | null)[] {
  let cell = 0;
  let seen = counts[0] ?? 0;
  return xs.map((x, at) => {
    const above = 10 ** -x;
    // The last point of a curve is its maximum.
    if (above * total < 1 && (at === 0 || 10 ** -xs[at - 1]! * total < 1)) return null;
    const rank = Math.max(1, Math.ceil((1 - above) * total - 1e-9));
    while (seen < rank && cell < values.length - 1) seen += counts[++cell]!;
    return values[cell]!;
  });
}
