/** What the link's delay was to each packet, and whom the order kept waiting beyond it. */
import { Histogram } from '../../measure/histogram.ts';
import type { DelayReport } from '../../result/impairment.ts';
import { spreadOf } from '../queue/meter.ts';

/** ns: times are kept as doubles; what is less is rounding. */
const SHIFTED = 1000;

export class DelayMeter {
  readonly #delays = new Histogram();
  readonly #late = new Histogram();
  #shifted = 0;
  #mostShifted = 0;

  /** @param delay ns from the departure to the arrival; `beyond`: the part that keeping the order added */
  add(delay: number, beyond: number): void {
    this.#delays.record(delay);
    if (beyond < SHIFTED) return;
    this.#shifted++;
    if (beyond > this.#mostShifted) this.#mostShifted = beyond;
  }

  /** A packet was handed over so much (ns) after it was due: this machine had no time for it. */
  wrote(late: number): void {
    this.#late.record(Math.max(0, late));
  }

  report(): DelayReport {
    return {
      ...spreadOf(this.#delays),
      shifted: this.#shifted,
      mostShifted: this.#mostShifted,
      late: spreadOf(this.#late),
    };
  }
}
