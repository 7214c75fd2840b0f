/**
 * The rows of one flow: one for each probe, by its number.
 *
 * Times stand in a window that moves on over settled rows (answered, or past the threshold), so that a long run keeps
 * one byte for each probe. A probe that settled without an answer keeps its times in a list of its own,
 * because a late answer may still come while the ledger is open.
 */
import { bump, grown } from '../columns.ts';
import { ExpiredRows } from './expired-rows.ts';

export const OPEN = 0;
export const RECEIVED = 1;
export const LATE = 2;
/** Past the threshold without an answer, so far. */
export const EXPIRED = 3;
/** The kernel refused the send: the number is used up, but the probe was never sent. */
export const REFUSED = 4;

const SMALLEST_WINDOW = 16;
/** No place among the probes: larger than any. */
export const NO_ORDER = 0xffffffff;

export interface SettledPart {
  readonly number: number;
  readonly sent: number;
  readonly answered: number;
}

export class FlowRows {
  readonly #threshold: number;
  /** One state for each number, for the whole run. */
  states: Uint8Array = new Uint8Array(SMALLEST_WINDOW);
  /** Number of the window's first row. */
  #base = 0;
  #actual = new Float64Array(SMALLEST_WINDOW);
  #intended = new Float64Array(SMALLEST_WINDOW);
  /** ns that it waited for room before it left. */
  #blocked = new Float64Array(SMALLEST_WINDOW);
  #delay = new Float64Array(SMALLEST_WINDOW);
  #order = new Uint32Array(SMALLEST_WINDOW);
  /** Delay of the row before the window; NaN where it has none. */
  #delayBefore = Number.NaN;
  readonly #expired = new ExpiredRows();
  readonly #tell: (at: number) => void;
  /** Numbers issued so far. */
  next = 0;
  expiredCount = 0;
  refusedCount = 0;
  /** Its connection has ended: nothing is awaited there any more. */
  ended = false;

  /** @param expired told when a row passes the threshold unanswered, with the time at which it did */
  constructor(threshold: number, expired: (at: number) => void) {
    this.#threshold = threshold;
    this.#tell = expired;
  }

  /** A number that was used up by a refused send. */
  refused(at: number): void {
    this.sent(at, at, NO_ORDER);
    this.states[this.next - 1] = REFUSED;
    this.refusedCount++;
  }

  /** A new row; numbers come in order. `order` is its place among all probes of the generator. @param blocked ns that it waited for room */
  sent(intended: number, actual: number, order: number, blocked = 0): void {
    let row = this.next - this.#base;
    if (row === this.#actual.length) {
      this.settle(actual);
      row = this.next - this.#base;
      if (row > this.#actual.length / 2) this.#grow();
    }
    this.states = grown(this.states, this.next + 1);
    this.states[this.next] = OPEN;
    this.#actual[row] = actual;
    this.#intended[row] = intended;
    this.#blocked[row] = blocked;
    this.#delay[row] = Number.NaN;
    this.#order[row] = order;
    this.next++;
  }

  /** Actual time of a row that is not answered yet. */
  actual(number: number): number {
    return number >= this.#base
      ? this.#actual[number - this.#base]!
      : this.#expired.actual[this.#expired.find(number)]!;
  }

  intended(number: number): number {
    return number >= this.#base
      ? this.#intended[number - this.#base]!
      : this.#expired.intended[this.#expired.find(number)]!;
  }

  blocked(number: number): number {
    return number >= this.#base
      ? this.#blocked[number - this.#base]!
      : this.#expired.blocked[this.#expired.find(number)]!;
  }

  /** Its place among all probes of the generator; NO_ORDER where its row has been settled by an answer. */
  order(number: number): number {
    return number >= this.#base
      ? this.#order[number - this.#base]!
      : (this.#expired.order[this.#expired.find(number)] ?? NO_ORDER);
  }

  /** Enters the delay of a first copy. */
  answered(number: number, delay: number, state: typeof RECEIVED | typeof LATE): void {
    if (this.states[number] === EXPIRED) this.expiredCount--;
    this.states[number] = state;
    if (number >= this.#base) this.#delay[number - this.#base] = delay;
    else this.#expired.own[this.#expired.find(number)] = delay;
    if (number === this.#base - 1) this.#delayBefore = delay;
    // An expired neighbour outside the window must still see this delay when its own answer comes.
    this.#expired.tell(number, delay);
  }

  /** Delay of a neighbour of `from` (number ± 1) that was answered; NaN where it was not, or is not there. */
  delayOf(number: number, from: number): number {
    if (number < 0 || number >= this.next) return Number.NaN;
    if (number >= this.#base) return this.#delay[number - this.#base]!;
    if (from >= this.#base) return this.#delayBefore;
    const at = this.#expired.find(from);
    return number < from ? this.#expired.before[at]! : this.#expired.after[at]!;
  }

  /** Moves the window over rows that are answered or past the threshold at `now`. */
  settle(now: number): void {
    const issued = this.next - this.#base;
    let settled = 0;
    for (; settled < issued; settled++) {
      const number = this.#base + settled;
      if (this.states[number] === OPEN) {
        if (this.#actual[settled]! + this.#threshold >= now) break;
        this.#expire(number, settled);
      }
      const delay = this.#delay[settled]!;
      this.#expired.follow(number, delay);
      this.#delayBefore = delay;
    }
    if (settled === 0) return;
    for (const column of [this.#actual, this.#intended, this.#blocked, this.#delay, this.#order])
      column.copyWithin(0, settled, issued);
    this.#base += settled;
  }

  /** After {@link settle}: how many are within the threshold and have no answer yet, so that nobody knows their fate. */
  get awaited(): number {
    if (this.ended) return 0;
    let count = 0;
    for (let number = this.#base; number < this.next; number++) if (this.states[number] === OPEN) count++;
    return count;
  }

  /**
   * After {@link settle}: no number below `number` is awaited any more; of those so many were sent, and so many answered.
   * null where nothing is awaited.
   */
  settledPart(): SettledPart | null {
    if (this.awaited === 0) return null;
    let [sent, answered] = [0, 0];
    for (let number = 0; number < this.#base; number++) {
      const state = this.states[number]!;
      if (state !== REFUSED) sent++;
      if (state === RECEIVED || state === LATE) answered++;
    }
    return { number: this.#base, sent, answered };
  }

  /** After {@link settle}: when each was sent that is awaited. */
  eachAwaited(tell: (actual: number) => void): void {
    if (this.ended) return;
    for (let number = this.#base; number < this.next; number++)
      if (this.states[number] === OPEN) tell(this.#actual[number - this.#base]!);
  }

  #expire(number: number, row: number): void {
    this.states[number] = EXPIRED;
    this.expiredCount++;
    this.#tell(this.#actual[row]! + this.#threshold);
    this.#expired.add(number, {
      actual: this.#actual[row]!,
      intended: this.#intended[row]!,
      blocked: this.#blocked[row]!,
      order: this.#order[row]!,
      before: this.#delayBefore,
    });
  }

  /** Runs of consecutive losses (not received within the threshold; RFC 3357): how many of each length. */
  runLengths(): Map<number, number> {
    const runs = new Map<number, number>();
    let run = 0;
    for (let number = 0; number < this.next; number++) {
      const state = this.states[number];
      if (state === REFUSED || (state === OPEN && !this.ended)) continue;
      if (state !== RECEIVED) run++;
      else if (run > 0) {
        bump(runs, run);
        run = 0;
      }
    }
    if (run > 0) bump(runs, run);
    return runs;
  }

  #grow(): void {
    const needed = this.#actual.length * 2;
    this.#actual = grown(this.#actual, needed);
    this.#intended = grown(this.#intended, needed);
    this.#blocked = grown(this.#blocked, needed);
    this.#delay = grown(this.#delay, needed);
    this.#order = grown(this.#order, needed);
  }
}
