/** Whether who is told things still takes them. Pure: the time is counted in looks. */

/** Time between two looks, ms. */
export const LOOK_EVERY = 500;

export class Patience {
  readonly #looks: number;
  #told = 0;
  #seen = 0;
  #seenBefore = 0;
  #without = 0;

  /** @param looks for which nothing may be taken */
  constructor(looks: number) {
    this.#looks = looks;
  }

  told(): void {
    this.#told++;
  }

  seen(count: number): void {
    this.#seen += count;
  }

  /** Counted by looks and not by the clock: who looks may have been kept waiting just as long. @returns whether it is at an end */
  look(): boolean {
    const moved = this.#seen > this.#seenBefore || this.#seen === this.#told;
    this.#seenBefore = this.#seen;
    this.#without = moved ? 0 : this.#without + 1;
    return this.#without >= this.#looks;
  }
}
