/**
 * Numbers and columns of numbers in one stretch of memory, in the order in which they are taken out again. The packer's
 * memory is used again and again: what serializes anything (v8.serialize) took a tenth of a millisecond and left garbage.
 */
type Column = Uint8Array | Uint16Array | Uint32Array;

/** Everything begins at a multiple of so many bytes. */
const ALIGNED = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED;

export class Packer {
  #bytes = new Uint8Array(1 << 15);
  #numbers = new Float64Array(this.#bytes.buffer);
  #at = 0;

  /** What was packed since {@link clear}; good until then. */
  get packed(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  clear(): void {
    this.#at = 0;
  }

  number(value: number): void {
    this.#make(ALIGNED);
    this.#numbers[this.#at / ALIGNED] = value;
    this.#at += ALIGNED;
  }

  column(values: Column): void {
    this.number(values.length);
    this.#make(values.byteLength);
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.#at);
    this.#at += aligned(values.byteLength);
  }

  #make(room: number): void {
    if (this.#at + aligned(room) <= this.#bytes.length) return;
    const more = new Uint8Array(2 * (this.#bytes.length + aligned(room)));
    more.set(this.#bytes);
    this.#bytes = more;
    this.#numbers = new Float64Array(more.buffer);
  }
}

export class Unpacker {
  readonly #bytes: ArrayBuffer;
  readonly #numbers: Float64Array;
  #at = 0;

  /** @param packed of this program, never from a network or a file */
  constructor(packed: Uint8Array) {
    this.#bytes = new Uint8Array(packed).buffer;
    this.#numbers = new Float64Array(this.#bytes);
  }

  number(): number {
    const value = this.#numbers[this.#at / ALIGNED]!;
    this.#at += ALIGNED;
    return value;
  }

  bytes(): Uint8Array {
    return this.#column(Uint8Array, 1);
  }

  halves(): Uint16Array {
    return this.#column(Uint16Array, 2);
  }

  words(): Uint32Array {
    return this.#column(Uint32Array, 4);
  }

  #column<Kind extends Column>(
    Kind: new (from: ArrayBuffer, at: number, count: number) => Kind,
    size: number,
  ): Kind {
    const count = this.number();
    const column = new Kind(this.#bytes, this.#at, count);
    this.#at += aligned(count * size);
    return column;
  }
}
