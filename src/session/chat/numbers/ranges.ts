/** Consecutive numbers, kept as their ends: a gap of ten thousand takes no more memory than a gap of one. */
export interface Range {
  from: number;
  to: number;
  /** When they were missed, ns. */
  readonly since: number;
}

/** How many ranges may be kept, by all who share it: one bound over all, not one for each. */
export interface RangeBudget {
  left: number;
}

/** Ranges in ascending order that do not touch what lies between them. */
export class Ranges {
  readonly #budget: RangeBudget;
  readonly #most: number;
  readonly #ranges: Range[] = [];

  /** @param most ranges kept here, whatever the budget has left */
  constructor(most: number, budget: RangeBudget) {
    this.#most = most;
    this.#budget = budget;
  }

  /** Behind all that are kept. @returns whether there was room */
  push(range: Range): boolean {
    if (this.#ranges.length >= this.#most || this.#budget.left <= 0) return false;
    this.#budget.left--;
    this.#ranges.push(range);
    return true;
  }

  /**
   * Takes one number out.
   * @returns whether it was there, and the numbers that are kept no longer because there was no room for what it divides
   */
  take(number: number): { readonly found: boolean; readonly dropped?: Range } {
    const at = this.#find(number);
    const range = this.#ranges[at];
    if (range === undefined || number < range.from) return { found: false };
    if (range.from === range.to) this.#remove(at);
    else if (number === range.from) range.from++;
    else if (number === range.to) range.to--;
    else {
      const before = { ...range, to: number - 1 };
      range.from = number + 1;
      if (this.#ranges.length >= this.#most || this.#budget.left <= 0)
        return { found: true, dropped: before };
      this.#budget.left--;
      this.#ranges.splice(at, 0, before);
    }
    return { found: true };
  }

  /** The lowest one. */
  get first(): Range | undefined {
    return this.#ranges[0];
  }

  shift(): Range | undefined {
    const [first] = this.#ranges;
    if (first !== undefined) this.#remove(0);
    return first;
  }

  /** Gives its share of the budget back. */
  clear(): void {
    this.#budget.left += this.#ranges.length;
    this.#ranges.length = 0;
  }

  #remove(at: number): void {
    this.#ranges.splice(at, 1);
    this.#budget.left++;
  }

  /** The first range that ends at `number` or behind it. */
  #find(number: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.to < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
