/** The fastest answer of each flow lately: what "waited" is judged against, because a path changes while a run goes on. */

/** A generation lasts at least so long, ns, and at least so many answers; the last two are looked at. */
const GENERATION = 1e9;
const LEAST = 8;
/** A probe waited where it took at least so long (ns) beyond the fastest, and at least half of its time. */
const LEAST_WAIT = 5e6;

export class RecentMinimum {
  readonly #current: Float64Array;
  readonly #before: Float64Array;
  readonly #since: Float64Array;
  readonly #count: Uint32Array;

  constructor(flows: number) {
    this.#current = new Float64Array(flows).fill(Number.POSITIVE_INFINITY);
    this.#before = new Float64Array(flows).fill(Number.POSITIVE_INFINITY);
    this.#since = new Float64Array(flows).fill(Number.NaN);
    this.#count = new Uint32Array(flows);
  }

  /** @param at ns, of the same clock throughout. @returns the smallest delay of the flow lately, this one included */
  take(flow: number, delay: number, at: number): number {
    if (Number.isNaN(this.#since[flow]!)) this.#since[flow] = at;
    if (at - this.#since[flow]! >= GENERATION && this.#count[flow]! >= LEAST) {
      this.#before[flow] = this.#current[flow]!;
      this.#current[flow] = Number.POSITIVE_INFINITY;
      this.#since[flow] = at;
      this.#count[flow] = 0;
    }
    this.#count[flow]!++;
    if (delay < this.#current[flow]!) this.#current[flow] = delay;
    return Math.min(this.#current[flow]!, this.#before[flow]!);
  }

  /** Takes it as `take` does. @returns whether it waited */
  waited(flow: number, delay: number, at: number): boolean {
    const fastest = this.take(flow, delay, at);
    return delay - fastest > Math.max(LEAST_WAIT, fastest / 2);
  }
}
