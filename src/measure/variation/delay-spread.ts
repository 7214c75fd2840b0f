/**
 * Delay variation of one flow: each delay against the flow's minimum (RFC 5481 §4.2, PDV), which is known only at the end.
 *
 * Kept are distances from a delay near the minimum (the least of the first ones), to 3 digits of the *distance*: digits of
 * the delay itself would drown microseconds of variation in the tens of milliseconds of a long path.
 */
import { type Histogram, type HistogramData, highestOf, lowestOf } from '../histogram.ts';

/** Delays kept as they are until there is something to measure distances from. */
const FIRST = 16;

/** A histogram, dense or sparse. */
export interface Cells {
  record(value: number): void;
  data(): HistogramData;
}

export class DelaySpread {
  readonly #make: () => Cells;
  #first: Float64Array | null = new Float64Array(FIRST);
  #count = 0;
  #reference = 0;
  #above: Cells | null = null;
  #below: Cells | null = null;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(make: () => Cells) {
    this.#make = make;
  }

  record(delay: number): void {
    if (delay < this.#min) this.#min = delay;
    if (delay > this.#max) this.#max = delay;
    if (this.#first === null) this.#place(delay);
    else {
      this.#first[this.#count++] = delay;
      if (this.#count === FIRST) this.#settle(this.#first);
    }
  }

  #settle(first: Float64Array): void {
    this.#first = null;
    this.#reference = this.#min;
    for (const delay of first) this.#place(delay);
  }

  #place(delay: number): void {
    if (delay >= this.#reference) {
      this.#above ??= this.#make();
      this.#above.record(delay - this.#reference);
    } else {
      this.#below ??= this.#make();
      this.#below.record(this.#reference - delay);
    }
  }

  /** Adds the variation of every delay: exact at the ends, to 3 digits of the distance in between. */
  addTo(all: Histogram): void {
    if (this.#first !== null) {
      for (let i = 0; i < this.#count; i++) all.record(this.#first[i]! - this.#min);
      return;
    }
    const base = this.#reference - this.#min;
    const most = this.#max - this.#min;
    this.#each(this.#below, lowestOf, (distance) => base - distance, all, most);
    this.#each(this.#above, highestOf, (distance) => base + distance, all, most);
  }

  #each(
    cells: Cells | null,
    edge: (cell: number) => number,
    variation: (distance: number) => number,
    all: Histogram,
    most: number,
  ): void {
    if (cells === null) return;
    const data = cells.data();
    data.cells.forEach((cell, i) => {
      all.record(Math.max(0, Math.min(most, variation(edge(cell)))), data.counts[i]!);
    });
  }
}
