/** What becomes known in any order is told in the order of its numbers: 0, 1, 2, … */

/** So many may wait for one before them. */
const MOST = 16_384;

export class InOrder<T> {
  readonly #tell: (value: T) => void;
  readonly #early = new Map<number, T | undefined>();
  #next = 0;
  /** When the last one was told in its order. */
  #proceeded = 0;

  constructor(tell: (value: T) => void) {
    this.#tell = tell;
  }

  /** @param value undefined: there is nothing to tell of this number */
  settle(number: number, value: T | undefined, now: number): void {
    if (number > this.#next) {
      this.#early.set(number, value);
      if (this.#early.size > MOST) this.flush();
      return;
    }
    if (value !== undefined) this.#tell(value);
    // One that nobody waited for any longer.
    if (number < this.#next) return;
    this.#next++;
    this.#proceeded = now;
    this.#proceed();
  }

  /** Where nothing could be told for so long, ns. */
  flushAfter(patience: number, now: number): void {
    if (this.#early.size > 0 && now - this.#proceeded > patience) this.flush();
  }

  /** Nobody waits any longer. */
  flush(): void {
    const numbers = [...this.#early.keys()].sort((one, other) => one - other);
    for (const number of numbers) {
      const value = this.#early.get(number);
      if (value !== undefined) this.#tell(value);
      this.#next = number + 1;
    }
    this.#early.clear();
  }

  #proceed(): void {
    while (this.#early.size > 0 && this.#early.has(this.#next)) {
      const value = this.#early.get(this.#next);
      this.#early.delete(this.#next++);
      if (value !== undefined) this.#tell(value);
    }
  }
}
