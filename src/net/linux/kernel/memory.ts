/**
 * Memory whose address the kernel gets to see.
 *
 * Every pointer that leaves JavaScript comes from here: it belongs to a buffer that this object keeps alive, and `at`
 * checks that the bytes behind it are there. A wrong length in a system call is a segmentation fault, not an exception.
 */
import type { Koffi } from './library.ts';

export class Memory {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** A user-space address is below 2⁴⁸, so a number holds it exactly. */
  readonly #address: number;
  /** What pointers in this memory point at: kept alive as long as this is. */
  readonly #targets = new Set<Memory>();
  #lastTarget: Memory | undefined;

  /** Memory of its own, zeroed; or (`bytes`) memory that someone else wrote and that is kept alive from here. */
  constructor(koffi: Koffi, bytes: number | Buffer) {
    this.bytes = typeof bytes === 'number' ? Buffer.alloc(Math.max(bytes, 1)) : bytes;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.#address = Number(koffi.address(this.bytes));
  }

  /** The address of `length` bytes at `offset`. */
  at(offset: number, length: number): number {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.bytes.length))
      throw new RangeError(`${offset}+${length} of ${this.bytes.length} bytes`);
    return this.#address + offset;
  }

  /** Writes the address of `length` bytes of `target` as a pointer at `offset`, and keeps `target` alive. */
  point(offset: number, target: Memory, from: number, length: number): void {
    const address = target.at(from, length);
    if (target !== this.#lastTarget) {
      this.#lastTarget = target;
      this.#targets.add(target);
    }
    this.view.setUint32(offset, address >>> 0, true);
    this.view.setUint32(offset + 4, Math.floor(address / 2 ** 32), true);
  }

  /** Writes a size_t below 2³². */
  size(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
    this.view.setUint32(offset + 4, 0, true);
  }
}
