/** Which record waits to hear that its packet was handed over, by the slot that holds the packet. */

export class Awaited {
  readonly #index: number[] = [];
  readonly #due: number[] = [];

  /** @param index of the record; -1: none is kept @param due when the copy that it tells of comes out */
  put(slot: number, index: number, due: number): void {
    this.#index[slot] = index;
    this.#due[slot] = due;
  }

  /** One copy in the slot comes out. @returns the record that it is told in; -1: none, or it is another copy's */
  take(slot: number, due: number): number {
    const index = this.#index[slot] ?? -1;
    if (index < 0 || this.#due[slot] !== due) return -1;
    this.#index[slot] = -1;
    return index;
  }
}
