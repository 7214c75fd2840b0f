/** From histograms to the distributions of the result. Pure. */
import { Histogram, type HistogramData } from '../../../measure/histogram.ts';
import { quantileRanks } from '../../../measure/statistics.ts';
import type { Distribution } from '../../../result/schema.ts';

const SHARES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999] as const;

export function distributionOf(data: HistogramData): Distribution {
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
    confidence95: filled ? { p50: between(histogram, 0.5), p99: between(histogram, 0.99) } : null,
    histogram: histogram.encode(),
  };
}

function between(histogram: Histogram, share: number): [number, number] | null {
  const ranks = quantileRanks(histogram.count, share);
  if (ranks === null) return null;
  const [low, high] = histogram.atRanks(ranks);
  return [low!, high!];
}

/** p50, p99 and maximum alone; null where nothing was recorded. */
export function briefOf(data: HistogramData): { p50: number; p99: number; max: number } | null {
  if (data.count === 0) return null;
  const histogram = Histogram.from([data]);
  const [p50, p99] = histogram.quantiles([0.5, 0.99]);
  return { p50: p50!, p99: p99!, max: histogram.max };
}
