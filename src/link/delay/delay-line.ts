/**
 * Packets on their way: first in, first out, each with the time at which it comes out. Columns, no object for each
 * packet. The due times never fall, so that order is kept.
 */
const FIRST_CAPACITY = 1024;

export class DelayLine {
  #due = new Float64Array(FIRST_CAPACITY);
  #slot = new Int32Array(FIRST_CAPACITY);
  #bit = new Int32Array(FIRST_CAPACITY);
  #head = 0;
  #count = 0;
  /** The due time of the last that was put in. */
  last = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#count;
  }

  /** Due time of the first; Infinity where there is none. */
  get due(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.#due[this.#head]!;
  }

  /** Where the first one's bytes are. */
  get slot(): number {
    return this.#slot[this.#head]!;
  }

  /** The bit to flip in the first one, counted from the packet's first bit; -1 for none. */
  get bit(): number {
    return this.#bit[this.#head]!;
  }

  /** @returns the due time, not before that of the one in front */
  push(due: number, slot: number, bit: number): number {
    if (this.#count === this.#due.length) this.#grow();
    const at = (this.#head + this.#count++) & (this.#due.length - 1);
    this.last = Math.max(this.last, due);
    this.#due[at] = this.last;
    this.#slot[at] = slot;
    this.#bit[at] = bit;
    return this.last;
  }

  shift(): void {
    this.#head = (this.#head + 1) & (this.#due.length - 1);
    this.#count--;
  }

  #grow(): void {
    const size = this.#due.length;
    const turn = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from.subarray(this.#head));
      to.set(from.subarray(0, this.#head), size - this.#head);
      return to;
    };
    this.#due = turn(this.#due, new Float64Array(size * 2));
    this.#slot = turn(this.#slot, new Int32Array(size * 2));
    this.#bit = turn(this.#bit, new Int32Array(size * 2));
    this.#head = 0;
  }
}
