/**
 * A rate that cannot be exceeded in the long run: tokens come evenly, and up to one bucket of them may be used at once.
 * Time is an argument (ns); over any span of time at most `rate × span + burst` tokens are taken.
 */
const SECOND = 1e9;

export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #at = Number.NEGATIVE_INFINITY;

  /** @param rate tokens per second; Infinity: no limit. @param burst tokens of a full bucket, at least 1 */
  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = Math.max(1, burst);
    this.#tokens = this.#burst;
  }

  /** Whole tokens that are there at `now`; a clock that steps back brings none. */
  room(now: number): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    if (now > this.#at) {
      const grown = this.#tokens + ((now - this.#at) / SECOND) * this.#rate;
      this.#tokens = Math.min(this.#burst, grown);
      this.#at = now;
    }
    return Math.max(0, Math.floor(this.#tokens));
  }

  take(count: number): void {
    if (this.#rate !== Number.POSITIVE_INFINITY) this.#tokens -= count;
  }

  /** When there is a whole token once `taken` more are gone, ns; asked after {@link room}. */
  readyAtAfter(taken: number): number {
    const missing = 1 - (this.#tokens - taken);
    return missing <= 0 ? this.#at : this.#at + Math.ceil((missing / this.#rate) * SECOND);
  }
}
