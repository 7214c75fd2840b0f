/** A machine without I/O that is called again when it wants to be, by a timer. */

/** Timers hold no more, ms. */
const LONGEST = 2 ** 31 - 1;

export class Polled {
  readonly #poll: () => number;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /** @param poll @returns when to be called again, ns of `now`; Infinity: not by time */
  constructor(now: () => number, poll: () => number) {
    this.#now = now;
    this.#poll = poll;
  }

  /** Something happened. */
  run(): void {
    if (this.#ended) return;
    const next = this.#poll();
    clearTimeout(this.#timer);
    if (this.#ended || !Number.isFinite(next)) return;
    const wait = Math.min(LONGEST, Math.max(0, Math.ceil((next - this.#now()) / 1e6)));
    this.#timer = setTimeout(() => this.run(), wait);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }
}
