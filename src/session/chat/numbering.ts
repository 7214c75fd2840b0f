/**
 * The numbers of one sender's messages as they arrive over UDP: what is missing, doubled or out of order. A number that
 * is missing is given time to come after all before it counts as lost; nothing is repaired.
 */

/** What a message that arrived is, against those before it. */
export type Arrival = 'in-order' | 'out-of-order' | 'late' | 'duplicate' | 'unlikely';

/** A jump over more numbers than this is no loss but nonsense. */
const MOST_MISSING = 10_000;
/** Lost numbers remembered, so that one that comes after all is told from a copy. */
const MOST_LOST = 10_000;

export class Numbering {
  #last: number;
  /** Number to the time at which it was missed, in the order of the numbers. */
  readonly #missing = new Map<number, number>();
  readonly #lost = new Set<number>();

  /** @param last the sender's number before the first that is expected */
  constructor(last = 0) {
    this.#last = last;
  }

  get last(): number {
    return this.#last;
  }

  arrived(number: number, now: number): Arrival {
    if (number > this.#last) {
      if (!this.told(number - 1, now)) return 'unlikely';
      this.#last = number;
      return 'in-order';
    }
    if (this.#missing.delete(number)) return 'out-of-order';
    return this.#lost.delete(number) ? 'late' : 'duplicate';
  }

  /** The sender says that it has sent all up to `last`. @returns whether that can be */
  told(last: number, now: number): boolean {
    if (last - this.#last > MOST_MISSING || this.#missing.size + last - this.#last > MOST_MISSING)
      return false;
    for (let number = this.#last + 1; number <= last; number++) this.#missing.set(number, now);
    this.#last = Math.max(this.#last, last);
    return true;
  }

  /** Numbers that have been missing for `patience` ns: from now on they are lost. Ascending. */
  lost(now: number, patience: number): number[] {
    const gone: number[] = [];
    for (const [number, since] of this.#missing) {
      if (now - since < patience) continue;
      gone.push(number);
      this.#missing.delete(number);
      this.#lost.add(number);
    }
    for (const number of this.#lost) {
      if (this.#lost.size <= MOST_LOST) break;
      this.#lost.delete(number);
    }
    return gone.sort((a, b) => a - b);
  }
}
