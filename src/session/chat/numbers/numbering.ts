/**
 * The numbers of one sender's messages as they arrive over UDP: what is missing, doubled or out of order. A number that
 * is missing is given time to come after all before it counts as lost; nothing is repaired.
 */
import { type RangeBudget, Ranges } from './ranges.ts';

/** What a message that arrived is, against those before it. */
export type Arrival = 'in-order' | 'out-of-order' | 'late' | 'duplicate' | 'unlikely';

/** A jump over more numbers than this is no loss but nonsense. */
const MOST_MISSING = 10_000;
/**
 * Gaps of one sender that wait for what may still come, and that were lost and are remembered, so that a number that comes
 * after all is told from a copy. Within the limit of lines nobody makes as many in a second.
 */
const MOST_GAPS = 128;

export class Numbering {
  #last: number;
  readonly #missing: Ranges;
  readonly #lost: Ranges;
  #missed = 0;
  /** Lost and not told yet: there was no room to wait for them. */
  #given = 0;

  /** @param last the sender's number before the first that is expected; @param budget of gaps, shared with others */
  constructor(last = 0, budget: RangeBudget = { left: Number.POSITIVE_INFINITY }) {
    this.#last = last;
    this.#missing = new Ranges(MOST_GAPS, budget);
    this.#lost = new Ranges(MOST_GAPS, budget);
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
    const { found, dropped } = this.#missing.take(number);
    if (found) this.#missed--;
    if (dropped !== undefined) this.#giveUp(dropped.to - dropped.from + 1);
    if (found) return 'out-of-order';
    return this.#lost.take(number).found ? 'late' : 'duplicate';
  }

  /** The sender says that it has sent all up to `last`. @returns whether that can be */
  told(last: number, now: number): boolean {
    const gap = last - this.#last;
    if (gap <= 0) return true;
    if (this.#missed + gap > MOST_MISSING) return false;
    this.#missed += gap;
    if (!this.#missing.push({ from: this.#last + 1, to: last, since: now })) this.#giveUp(gap);
    this.#last = last;
    return true;
  }

  /** How many have been missing for `patience` ns since this was last asked: from now on they are lost. */
  lost(now: number, patience: number): number {
    let gone = this.#given;
    this.#given = 0;
    // In the order of the numbers, and so of the times at which they were missed.
    for (let gap = this.#missing.first; gap !== undefined; gap = this.#missing.first) {
      if (now - gap.since < patience) break;
      this.#missing.shift();
      const count = gap.to - gap.from + 1;
      gone += count;
      this.#missed -= count;
      this.#remember(gap);
    }
    return gone;
  }

  /** It is counted no more. */
  end(): void {
    this.#missing.clear();
    this.#lost.clear();
  }

  #giveUp(count: number): void {
    this.#missed -= count;
    this.#given += count;
  }

  /** The oldest is forgotten where there is no room. */
  #remember(gap: { from: number; to: number; since: number }): void {
    while (!this.#lost.push(gap)) if (this.#lost.shift() === undefined) return;
  }
}
