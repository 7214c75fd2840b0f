/** Who counts what one direction does to packets, for each run that is on. */
import type { DelayReport, QueueReport } from '../../result/impairment.ts';
import { DelayMeter } from '../delay/delay-meter.ts';
import { QueueMeters } from '../queue/meters.ts';

export class Meters {
  readonly queue = new QueueMeters();
  readonly #delays = new Map<string, DelayMeter>();

  /** @param run in place of an earlier one of this name */
  begin(run: string, now: number): void {
    this.queue.begin(run, now);
    this.#delays.set(run, new DelayMeter());
  }

  /** @param delay ns from the departure to the arrival; `beyond`: the part that keeping the order added */
  delayed(delay: number, beyond: number): void {
    for (const meter of this.#delays.values()) meter.add(delay, beyond);
  }

  /** @param late ns after it was due that a packet was handed over */
  wrote(late: number): void {
    for (const meter of this.#delays.values()) meter.wrote(late);
  }

  /** Nothing where the run never began. */
  report(run: string): { queue: QueueReport | null; delay: DelayReport | null } {
    return {
      queue: this.queue.of(run)?.report() ?? null,
      delay: this.#delays.get(run)?.report() ?? null,
    };
  }
}
