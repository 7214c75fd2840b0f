/**
 * The receiving side's accounting of one flow: which probes arrived, one bit each for the whole run, so that no window
 * ever gives a wrong answer. Used by the server for echo and up, and by the client for down.
 */
import { bump } from './columns.ts';
import { Jitter } from './jitter.ts';
import { Reordering } from './reordering.ts';

/** Numbers above this are not believed: a forged number must not make the bitmap grow without bound (2^30 probes: 128 MiB). */
export const HIGHEST_NUMBER = 2 ** 30;
/** How far beyond the highest so far a number may jump. */
const LONGEST_JUMP = 2 ** 24;

export class Arrivals {
  #bits = new Uint8Array(16);
  #highest = -1;
  readonly #order: Reordering | null;
  readonly jitter = new Jitter();
  readonly extents = new Map<number, number>();
  /** Distinct probes. */
  received = 0;
  duplicates = 0;
  reordered = 0;

  /** @param ordered streams keep their order by themselves: nothing to record */
  constructor(ordered = false) {
    this.#order = ordered ? null : new Reordering();
  }

  /**
   * @param sentAt the sender's clock, ns @param at the receiver's clock, ns
   * @returns true for the first copy; false for another one, or a number that cannot be believed
   */
  arrived(number: number, sentAt: number, at: number): boolean {
    if (!(number >= 0 && number < HIGHEST_NUMBER && number <= this.#highest + LONGEST_JUMP)) return false;
    const byte = number >>> 3;
    const mask = 1 << (number & 7);
    if (byte >= this.#bits.length) this.#grow(byte);
    if ((this.#bits[byte]! & mask) !== 0) {
      this.duplicates++;
      return false;
    }
    this.#bits[byte]! |= mask;
    this.received++;
    if (number > this.#highest) this.#highest = number;
    this.jitter.arrived(sentAt, at);
    const extent = this.#order?.arrived(number) ?? 0;
    if (extent > 0) {
      this.reordered++;
      bump(this.extents, extent);
    }
    return true;
  }

  has(number: number): boolean {
    return number >= 0 && number <= this.#highest && (this.#bits[number >>> 3]! & (1 << (number & 7))) !== 0;
  }

  /** Highest number that arrived; -1 where none did. */
  get highest(): number {
    return this.#highest;
  }

  #grow(byte: number): void {
    let length = this.#bits.length * 2;
    while (length <= byte) length *= 2;
    const larger = new Uint8Array(length);
    larger.set(this.#bits);
    this.#bits = larger;
  }
}

/** Bit flow × perFlow + number of the first `perFlow` probes of each flow, least significant first; base64 (ServerLedger). */
export function arrivedBits(flows: readonly Arrivals[], perFlow: number): string {
  const bits = Buffer.alloc(Math.ceil((flows.length * perFlow) / 8));
  flows.forEach((arrivals, flow) => {
    for (let number = 0; number < perFlow; number++) {
      const bit = flow * perFlow + number;
      if (arrivals.has(number)) bits[bit >>> 3]! |= 1 << (bit & 7);
    }
  });
  return bits.toString('base64');
}
