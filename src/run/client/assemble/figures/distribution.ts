/** From histograms to the distributions of the result. Pure. */
import { encodeHistogram } from '../../../../measure/encode-histogram.ts';
import { cellOf, HIGHEST, Histogram, type HistogramData } from '../../../../measure/histogram.ts';
import { dependence, quantileRanks } from '../../../../measure/statistics.ts';
import type { Distribution } from '../../../../result/document/schema.ts';

const SHARES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999] as const;

/** Times of a run in slices of it: the parts of each slice. */
export type Slices = readonly (readonly HistogramData[])[];

/** @param slices the same run in the order of time, by which the dependence of its times is judged; empty: not judged */
export function distributionOf(data: HistogramData, slices: Slices = []): Distribution {
  const histogram = Histogram.from([data]);
  const [p50, p75, p90, p95, p99, p999, p9999] = histogram.quantiles(SHARES);
  const filled = histogram.count > 0;
  return {
    count: histogram.count,
    min: filled ? histogram.min : null,
    mean: histogram.mean,
    stdDev: histogram.stdDev,
    max: filled ? histogram.max : null,
    p50: p50!,
    p75: p75!,
    p90: p90!,
    p95: p95!,
    p99: p99!,
    p999: p999!,
    p9999: p9999!,
    confidence95: filled
      ? { p50: between(histogram, 0.5, slices), p99: between(histogram, 0.99, slices) }
      : null,
    histogram: encodeHistogram(histogram.data()),
  };
}

function between(histogram: Histogram, share: number, slices: Slices): [number, number] | null {
  const ranks = quantileRanks(histogram.count, share, dependence(belowIn(slices, share), share));
  if (ranks === null) return null;
  const [low, high] = histogram.atRanks(ranks);
  return [low!, high!];
}

const MOST_SLICES = 40;

/** How many times of each slice are at or below the quantile of all; neighbours together where there are many. */
function belowIn(slices: Slices, share: number): { count: number; below: number }[] {
  const quantile = Histogram.from(slices.flat()).quantile(share);
  if (quantile === null) return [];
  const cell = cellOf(Math.min(HIGHEST, Math.max(0, Math.round(quantile))));
  const number = Math.min(MOST_SLICES, slices.length);
  const found = Array.from({ length: number }, () => ({ count: 0, below: 0 }));
  slices.forEach((parts, index) => {
    const slice = found[Math.floor((index * number) / slices.length)]!;
    for (const { count, cells, counts } of parts) {
      slice.count += count;
      for (let i = 0; i < cells.length && cells[i]! <= cell; i++) slice.below += counts[i]!;
    }
  });
  return found;
}

/** p50, p99 and maximum alone; null where nothing was recorded. */
export function briefOf(data: HistogramData): { p50: number; p99: number; max: number } | null {
  if (data.count === 0) return null;
  const histogram = Histogram.from([data]);
  const [p50, p99] = histogram.quantiles([0.5, 0.99]);
  return { p50: p50!, p99: p99!, max: histogram.max };
}

/** null where there were none. */
export const answersOf = (data: HistogramData | undefined): Distribution | null =>
  data === undefined || data.count === 0 ? null : distributionOf(data);
