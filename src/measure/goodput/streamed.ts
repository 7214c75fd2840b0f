/** Intervals as they end, by the time of each event: for text lines, JSON lines and the screen while a run goes on. */
import { Histogram } from '../histogram.ts';
import type { StreamedInterval } from '../slices/intervals.ts';

interface Counters {
  sent: number;
  refused: number;
  skipped: number;
  received: number;
  late: number;
  /** Passed the threshold without an answer; and of these, answered since. */
  expired: number;
  recovered: number;
  duplicates: number;
  reordered: number;
  readonly latency: Histogram;
}

const fresh = (latency: Histogram): Counters => ({
  sent: 0,
  refused: 0,
  skipped: 0,
  received: 0,
  late: 0,
  expired: 0,
  recovered: 0,
  duplicates: 0,
  reordered: 0,
  latency,
});

export class StreamedIntervals {
  readonly #start: number;
  readonly #length: number;
  /** Two at a time: events of the next interval may come before the last one was taken. */
  readonly #open = new Map<number, Counters>();
  readonly #spare: Histogram[] = [];
  #next = 0;
  /** Probes whose fate was open when the last taken interval ended. */
  #unresolved = 0;

  constructor(start: number, length: number) {
    this.#start = start;
    this.#length = length;
  }

  #at(time: number): Counters {
    const index = Math.max(this.#next, Math.floor((time - this.#start) / this.#length));
    let counters = this.#open.get(index);
    if (counters === undefined) {
      counters = fresh(this.#spare.pop() ?? new Histogram());
      this.#open.set(index, counters);
    }
    return counters;
  }

  sent(at: number): void {
    this.#at(at).sent++;
  }

  refused(at: number): void {
    this.#at(at).refused++;
  }

  skipped(at: number): void {
    this.#at(at).skipped++;
  }

  answered(at: number, latency: number): void {
    const counters = this.#at(at);
    counters.received++;
    counters.latency.record(latency);
  }

  /** An answer came at `at`; its probe had passed the threshold at `expired`. */
  late(at: number, expired: number, latency: number): void {
    const counters = this.#at(at);
    counters.late++;
    counters.latency.record(latency);
    // What was lost when an interval ended stays lost there: the answer is told by a later one.
    const index = (time: number): number => Math.floor((time - this.#start) / this.#length);
    if (index(expired) === index(at) && index(at) >= this.#next) counters.recovered++;
  }

  /** A probe passed the threshold without an answer. */
  expired(at: number): void {
    this.#at(at).expired++;
  }

  duplicate(at: number): void {
    this.#at(at).duplicates++;
  }

  reordered(at: number): void {
    this.#at(at).reordered++;
  }

  /** @param settle called before anything is taken: every probe that passed the threshold by now must have been told */
  take(now: number, settle: () => void): StreamedInterval[] {
    const ended = Math.floor((now - this.#start) / this.#length);
    if (ended <= this.#next) return [];
    settle();
    const taken: StreamedInterval[] = [];
    for (; this.#next < ended; this.#next++) {
      const { latency, expired, recovered, ...counts } =
        this.#open.get(this.#next) ?? fresh(this.#spare.pop() ?? new Histogram());
      this.#open.delete(this.#next);
      this.#unresolved += counts.sent - counts.received - expired;
      taken.push({
        index: this.#next,
        ...counts,
        overdue: expired,
        lost: expired - recovered,
        unresolved: this.#unresolved,
        latency: latency.data(),
      });
      latency.reset();
      this.#spare.push(latency);
    }
    return taken;
  }
}
