/** Whether a screen still gets its turn. Pure: the time is counted in looks. */

/** Time between two looks, ms. */
export const LOOK_EVERY = 1000;

export class Patience {
  readonly #looks: number;
  #before: number | undefined;
  #without = 0;

  /** @param looks for which nothing may move */
  constructor(looks: number) {
    this.#looks = looks;
  }

  /**
   * Counted by looks and not by the clock: who looks may have been kept waiting just as long.
   * @param life differs from the last one where there was life in between
   * @returns whether it is at an end
   */
  look(life: number): boolean {
    this.#without = life === this.#before ? this.#without + 1 : 0;
    this.#before = life;
    return this.#without >= this.#looks;
  }
}
