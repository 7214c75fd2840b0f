/** Bytes of a stream that have come and are not dealt with: in a buffer that doubles, so that a long answer is copied a few times. */

/** An empty buffer of this size is not kept. */
const LARGE = 64 * 1024;
const NOTHING = Buffer.alloc(0);

export class Held {
  #buffer: Buffer = NOTHING;
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  /** All of them, until the next call. */
  get bytes(): Buffer {
    return this.#buffer.subarray(this.#from, this.#to);
  }

  append(chunk: Uint8Array): void {
    if (this.#buffer.length - this.#to < chunk.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.length + chunk.length));
      this.bytes.copy(larger);
      this.#to = this.length;
      this.#from = 0;
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  /** The first of them are dealt with. */
  drop(count: number): void {
    this.#from += count;
    if (this.#from < this.#to) return;
    this.#from = 0;
    this.#to = 0;
    if (this.#buffer.length > LARGE) this.#buffer = NOTHING;
  }
}
