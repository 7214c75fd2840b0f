/**
 * How much of a one-way stream may wait unsent in its socket: a tenth of a second of what leaves. More would be told as
 * sent long before it crosses, and would still be on its way when the run is over. Pure.
 */

/** Bytes. Where they differ, the bound follows what the path takes. */
export interface Unsent {
  readonly least: number;
  readonly most: number;
}

const TENTH = 0.1;
/** Less would wake the sender for each segment. */
const LEAST = 16 * 1024;
/** As fast as it goes: where nothing is known of the path yet, and on slow ones. */
const FLOOD = 128 * 1024;

/** @param rate messages per second over all flows; null: as fast as it goes */
export function unsentOf(rate: number | null, size: number, flows: number): Unsent {
  if (rate === null) return { least: FLOOD, most: 2 ** 30 };
  const bytes = Math.round(Math.max(LEAST, (rate * size * TENTH) / flows));
  return { least: bytes, most: bytes };
}

/** Two bounds that differ less than this are one: each change is a system call. */
const SAME = 1.5;
const PERIOD = TENTH * 1e9;

/** Follows what a socket takes. */
export class UnsentBound {
  readonly #limits: Unsent;
  readonly #set: (bytes: number) => void;
  #bound: number;
  #since = Number.NaN;
  #taken = 0;

  /** @param set tells the kernel */
  constructor(limits: Unsent, set: (bytes: number) => void) {
    this.#limits = limits;
    this.#set = set;
    this.#bound = limits.least;
    set(this.#bound);
  }

  /** The socket has taken so many bytes at `now`, ns. */
  took(bytes: number, now: number): void {
    const { least, most } = this.#limits;
    if (least === most) return;
    if (Number.isNaN(this.#since)) this.#since = now;
    this.#taken += bytes;
    if (now - this.#since < PERIOD) return;
    const tenth = (this.#taken * PERIOD) / (now - this.#since);
    this.#since = now;
    this.#taken = 0;
    const bound = Math.round(Math.min(most, Math.max(least, tenth)));
    if (bound < this.#bound * SAME && this.#bound < bound * SAME) return;
    this.#bound = bound;
    this.#set(bound);
  }
}
