/** The percentile axis of HdrHistogram: ticks that double in number each time the distance to 100 % halves. */
import type { Cells } from '../../result/histogram.ts';

export interface PercentilePoint {
  /** ns */
  readonly value: number;
  /** 0..1 */
  readonly percentile: number;
  /** Values at or below. */
  readonly count: number;
}

/** As HdrHistogram's own PercentileIterator walks: the first point at 0, the last at 1. */
export function percentilePoints({ values, counts, total }: Cells, ticksPerHalf = 5): PercentilePoint[] {
  const points: PercentilePoint[] = [];
  let level = 0;
  let seen = 0;
  for (let at = 0; at < values.length; at++) {
    seen += counts[at]!;
    // One more than the levels that were passed where this is the last value: the level 100 is added below.
    while ((100 * seen) / total >= level) {
      points.push({ value: values[at]!, percentile: level / 100, count: seen });
      const halves = Math.floor(Math.log2(100 / (100 - level))) + 1;
      level += 100 / (ticksPerHalf * 2 ** halves);
      if (seen === total) break;
    }
  }
  if (total > 0) points.push({ value: values[values.length - 1]!, percentile: 1, count: total });
  return points;
}
