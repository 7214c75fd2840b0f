/**
 * Delays of each flow apart, for its own percentiles and for delay variation against its own minimum (RFC 5481 PDV).
 * Few flows get a dense histogram each; many get sparse cells, because 9,000 dense ones would need a gigabyte.
 */
import { bump } from '../columns.ts';
import { cellOf, HIGHEST, Histogram, type HistogramData } from '../histogram.ts';
import { type Cells, DelaySpread } from './delay-spread.ts';

const MOST_DENSE = 64;

export class FlowDelays {
  readonly #delays: Cells[];
  readonly #spreads: DelaySpread[];

  constructor(flows: number) {
    const make = (): Cells => (flows <= MOST_DENSE ? new Histogram() : new SparseHistogram());
    this.#delays = Array.from({ length: flows }, make);
    this.#spreads = Array.from({ length: flows }, () => new DelaySpread(make));
  }

  record(flow: number, delay: number): void {
    this.#delays[flow]!.record(delay);
    this.#spreads[flow]!.record(delay);
  }

  data(flow: number): HistogramData {
    return this.#delays[flow]!.data();
  }

  /** Each delay less its flow's minimum. */
  variation(): HistogramData {
    const all = new Histogram();
    for (const spread of this.#spreads) spread.addTo(all);
    return all.data();
  }
}

class SparseHistogram implements Cells {
  readonly #cells = new Map<number, number>();
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  record(value: number): void {
    bump(this.#cells, cellOf(Math.max(0, Math.min(HIGHEST, Math.round(value)))));
    this.#count++;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    const away = value - this.#mean;
    this.#mean += away / this.#count;
    this.#squares += away * (value - this.#mean);
  }

  data(): HistogramData {
    const cells = [...this.#cells.keys()].sort((a, b) => a - b);
    return {
      cells: Uint16Array.from(cells),
      counts: Uint32Array.from(cells, (cell) => this.#cells.get(cell)!),
      count: this.#count,
      min: this.#min,
      max: this.#max,
      mean: this.#mean,
      squares: this.#squares,
    };
  }
}
