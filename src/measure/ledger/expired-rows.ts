import { grown } from '../columns.ts';

/** What is kept of a row: see FlowRows; `before` is the delay of the row before it. */
export interface ExpiredRow {
  readonly actual: number;
  readonly intended: number;
  readonly blocked: number;
  readonly order: number;
  readonly before: number;
}

/** Rows that left the window unanswered, by ascending number; a late answer finds its times here. */
export class ExpiredRows {
  #numbers = new Float64Array(0);
  actual = new Float64Array(0);
  intended = new Float64Array(0);
  blocked = new Float64Array(0);
  order = new Uint32Array(0);
  own = new Float64Array(0);
  before = new Float64Array(0);
  after = new Float64Array(0);
  #count = 0;

  add(number: number, row: ExpiredRow): void {
    const at = this.#count++;
    this.#numbers = grown(this.#numbers, at + 1);
    this.actual = grown(this.actual, at + 1);
    this.intended = grown(this.intended, at + 1);
    this.blocked = grown(this.blocked, at + 1);
    this.order = grown(this.order, at + 1);
    this.own = grown(this.own, at + 1);
    this.before = grown(this.before, at + 1);
    this.after = grown(this.after, at + 1);
    this.#numbers[at] = number;
    this.actual[at] = row.actual;
    this.intended[at] = row.intended;
    this.blocked[at] = row.blocked;
    this.order[at] = row.order;
    this.own[at] = Number.NaN;
    this.before[at] = row.before;
    this.after[at] = Number.NaN;
  }

  /** Index of `number`; -1 where it is not here. */
  find(number: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const here = this.#numbers[middle]!;
      if (here === number) return middle;
      if (here < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The row `number` leaves the window with this delay: the expired row before it remembers. */
  follow(number: number, delay: number): void {
    const last = this.#count - 1;
    if (last >= 0 && this.#numbers[last] === number - 1) this.after[last] = delay;
    else if (last >= 1 && this.#numbers[last] === number && this.#numbers[last - 1] === number - 1) {
      this.after[last - 1] = delay;
    }
  }

  /** A row was answered: its expired neighbours remember its delay. */
  tell(number: number, delay: number): void {
    if (this.#count === 0) return;
    const previous = this.find(number - 1);
    if (previous !== -1) this.after[previous] = delay;
    const following = this.find(number + 1);
    if (following !== -1) this.before[following] = delay;
  }
}
