/** Intervals as they end, by the time of each event: for text lines, JSON lines and the screen while a run goes on. */
import { Histogram } from './histogram.ts';
import type { StreamedInterval } from './intervals.ts';

interface Counters {
  sent: number;
  received: number;
  late: number;
  duplicates: number;
  reordered: number;
  readonly latency: Histogram;
}

const fresh = (latency: Histogram): Counters => ({
  sent: 0,
  received: 0,
  late: 0,
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
  #lost = 0;

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

  answered(at: number, late: boolean, latency: number): void {
    const counters = this.#at(at);
    if (late) counters.late++;
    else counters.received++;
    counters.latency.record(latency);
  }

  duplicate(at: number): void {
    this.#at(at).duplicates++;
  }

  reordered(at: number): void {
    this.#at(at).reordered++;
  }

  /** @param totals asked once: losses and open probes of the run so far */
  take(now: number, totals: () => { lost: number; unresolved: number }): StreamedInterval[] {
    const ended = Math.floor((now - this.#start) / this.#length);
    if (ended <= this.#next) return [];
    const { lost, unresolved } = totals();
    const taken: StreamedInterval[] = [];
    for (; this.#next < ended; this.#next++) {
      const { latency, ...counts } =
        this.#open.get(this.#next) ?? fresh(this.#spare.pop() ?? new Histogram());
      this.#open.delete(this.#next);
      taken.push({
        index: this.#next,
        ...counts,
        // Late answers leave the number lost; an interval never shows less than nothing.
        lost: Math.max(0, lost - this.#lost),
        unresolved,
        latency: latency.data(),
      });
      this.#lost = lost;
      latency.reset();
      this.#spare.push(latency);
    }
    return taken;
  }
}
