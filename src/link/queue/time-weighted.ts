/** How long a whole number (a length in packets or bytes) had which value: quantiles of time, to three digits. */
import { cellOf, highestOf } from '../../measure/histogram.ts';
import type { Spread } from '../../result/impairment.ts';

export class TimeWeighted {
  /** ns by cell of HdrHistogram's layout. */
  #time = new Float64Array(64);
  #value: number;
  #since: number;
  #sum = 0;
  #total = 0;
  #max: number;

  constructor(value: number, now: number) {
    this.#value = value;
    this.#since = now;
    this.#max = value;
  }

  /** @param now never falls */
  becomes(value: number, now: number): void {
    this.#pass(now);
    this.#value = value;
    if (value > this.#max) this.#max = value;
  }

  /** Until the last time that anything was told: what nobody used afterwards is no part of it. */
  spread(): Spread {
    if (this.#total === 0) return { mean: null, p50: null, p95: null, p99: null, max: null };
    const [p50, p95, p99] = this.#quantiles([0.5, 0.95, 0.99]);
    return { mean: this.#sum / this.#total, p50: p50!, p95: p95!, p99: p99!, max: this.#max };
  }

  #pass(now: number): void {
    const time = now - this.#since;
    if (time <= 0) return;
    const cell = cellOf(this.#value);
    if (cell >= this.#time.length) this.#grow(cell);
    this.#time[cell]! += time;
    this.#sum += this.#value * time;
    this.#total += time;
    this.#since = now;
  }

  #quantiles(shares: readonly number[]): number[] {
    let seen = 0;
    let cell = -1;
    return shares.map((share) => {
      while (seen < share * this.#total && cell < this.#time.length - 1) seen += this.#time[++cell]!;
      return Math.min(this.#max, highestOf(Math.max(0, cell)));
    });
  }

  #grow(cell: number): void {
    const time = new Float64Array(2 ** Math.ceil(Math.log2(cell + 1)));
    time.set(this.#time);
    this.#time = time;
  }
}
