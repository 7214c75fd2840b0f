/** What is known of a queue: how full it was over time, how long packets were in it, what it dropped and marked. Exact. */
import { Histogram } from '../../measure/histogram.ts';
import type { QueueReport, Spread } from '../../result/impairment.ts';
import type { Drop } from './discipline.ts';
import { TimeWeighted } from './time-weighted.ts';

export class QueueMeter {
  readonly #bytes: TimeWeighted;
  readonly #packets: TimeWeighted;
  readonly #sojourn = new Histogram();
  #full = 0;
  #aqm = 0;
  #marked = 0;

  /** @param packets waiting at `now`, when it begins */
  constructor(packets: number, bytes: number, now: number) {
    this.#packets = new TimeWeighted(packets, now);
    this.#bytes = new TimeWeighted(bytes, now);
  }

  length(packets: number, bytes: number, now: number): void {
    this.#packets.becomes(packets, now);
    this.#bytes.becomes(bytes, now);
  }

  sent(sojourn: number): void {
    this.#sojourn.record(sojourn);
  }

  dropped(why: Drop): void {
    if (why === 'full') this.#full++;
    else this.#aqm++;
  }

  marked(): void {
    this.#marked++;
  }

  /** Until the last packet came or went: while a run awaits what never comes, its queue is not in use. */
  report(): QueueReport {
    return {
      bytes: this.#bytes.spread(),
      packets: this.#packets.spread(),
      sojourn: spreadOf(this.#sojourn),
      full: this.#full,
      aqm: this.#aqm,
      marked: this.#marked,
    };
  }
}

export function spreadOf(histogram: Histogram): Spread {
  const [p50, p95, p99] = histogram.quantiles([0.5, 0.95, 0.99]);
  const max = histogram.count === 0 ? null : histogram.max;
  return { mean: histogram.mean, p50: p50!, p95: p95!, p99: p99!, max };
}
