/** Memory for packets under way: slots of fixed size in slabs that never move, so that their addresses hold. */
export const SLOT_BYTES = 2048;
const SLOTS_A_SLAB = 1024;

export class Slots {
  readonly #addressOf: (buffer: Buffer) => number;
  readonly #views: DataView[] = [];
  readonly #addresses: number[] = [];
  readonly #free: number[] = [];
  readonly #slabs: Buffer[] = [];
  #references = new Uint8Array(0);

  constructor(addressOf: (buffer: Buffer) => number) {
    this.#addressOf = addressOf;
  }

  /** A free slot, which stays free until it is given references. */
  take(): number {
    if (this.#free.length === 0) this.#grow();
    return this.#free.pop()!;
  }

  give(slot: number): void {
    this.#free.push(slot);
  }

  hold(slot: number, references: number): void {
    this.#references[slot] = references;
  }

  /** One reference less; without any, the slot is free. */
  release(slot: number): void {
    if (--this.#references[slot]! === 0) this.#free.push(slot);
  }

  address(slot: number): number {
    return this.#addresses[slot >> 10]! + (slot & 1023) * SLOT_BYTES;
  }

  view(slot: number): DataView {
    return this.#views[slot >> 10]!;
  }

  /** Where the slot begins in its view. */
  offset(slot: number): number {
    return (slot & 1023) * SLOT_BYTES;
  }

  #grow(): void {
    const slab = Buffer.alloc(SLOTS_A_SLAB * SLOT_BYTES);
    const first = this.#slabs.length * SLOTS_A_SLAB;
    this.#slabs.push(slab);
    this.#views.push(new DataView(slab.buffer, slab.byteOffset, slab.byteLength));
    this.#addresses.push(this.#addressOf(slab));
    const references = new Uint8Array(first + SLOTS_A_SLAB);
    references.set(this.#references);
    this.#references = references;
    for (let slot = first + SLOTS_A_SLAB - 1; slot >= first; slot--) this.#free.push(slot);
  }
}
