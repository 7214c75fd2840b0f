/** One-way delays of one direction: as intervals, and what they vary by. */
import { Histogram, type HistogramData } from '../histogram.ts';

export interface DirectionDelays {
  /** One-way delay of each answered probe: at least, and at most. */
  readonly low: HistogramData;
  readonly high: HistogramData;
  /** Above the least of this direction. */
  readonly variation: HistogramData;
}

export class Direction {
  readonly low = new Histogram();
  readonly high = new Histogram();
  readonly variation = new Histogram();
  least = Number.POSITIVE_INFINITY;

  record(delay: number, least: number, most: number, varies: number): void {
    this.low.record(Math.max(0, delay - most));
    this.high.record(Math.max(0, delay - least));
    this.variation.record(varies);
  }

  data(): DirectionDelays {
    return { low: this.low.data(), high: this.high.data(), variation: this.variation.data() };
  }
}
