/** Whether who is told things still takes them. Pure: the time is counted in looks. */

/** Looks for which a screen may take nothing: some two seconds. */
const LOOKS = 4;

/** Time between two looks, ms. */
export const LOOK_EVERY = 500;

export class Patience {
  #told = 0;
  #seen = 0;
  #seenBefore = 0;
  #without = 0;

  told(): void {
    this.#told++;
  }

  seen(): void {
    this.#seen++;
  }

  /** Counted by looks and not by the clock: who looks may have been kept waiting just as long. @returns whether it is at an end */
  look(): boolean {
    const moved = this.#seen > this.#seenBefore || this.#seen === this.#told;
    this.#seenBefore = this.#seen;
    this.#without = moved ? 0 : this.#without + 1;
    return this.#without >= LOOKS;
  }
}
