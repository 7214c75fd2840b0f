/**
 * Delays of each flow apart, for its own percentiles and for delay variation against its own minimum (RFC 5481 PDV).
 * Few flows get a dense histogram each; many get sparse cells, because 9,000 dense ones would need a gigabyte.
 */
import { bump } from './columns.ts';
import { cellOf, HIGHEST, Histogram, type HistogramData, highestOf } from './histogram.ts';

const MOST_DENSE = 64;

export class FlowDelays {
  readonly #dense: Histogram[] = [];
  readonly #sparse: SparseHistogram[] = [];

  constructor(flows: number) {
    for (let flow = 0; flow < flows; flow++) {
      if (flows <= MOST_DENSE) this.#dense.push(new Histogram());
      else this.#sparse.push(new SparseHistogram());
    }
  }

  record(flow: number, delay: number): void {
    if (this.#dense.length > 0) this.#dense[flow]!.record(delay);
    else this.#sparse[flow]!.record(delay);
  }

  data(flow: number): HistogramData {
    return this.#dense.length > 0 ? this.#dense[flow]!.data() : this.#sparse[flow]!.data();
  }

  /** Each delay less its flow's minimum. Exact at the ends, to 3 digits of the delay in between. */
  variation(smallest: readonly number[]): HistogramData {
    const all = new Histogram();
    for (let flow = 0; flow < smallest.length; flow++) {
      const { cells, counts, max } = this.data(flow);
      for (let i = 0; i < cells.length; i++) {
        const last = i === cells.length - 1;
        const value = Math.min(max, highestOf(cells[i]!)) - smallest[flow]!;
        // The first cell holds the minimum itself; the last one the maximum, whose variation is exact.
        const within = i === 0 ? 0 : Math.max(0, value);
        if (counts[i]! > 1) all.record(within, counts[i]! - 1);
        all.record(last ? max - smallest[flow]! : within);
      }
    }
    return all.data();
  }
}

class SparseHistogram {
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
