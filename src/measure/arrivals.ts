/**
 * The receiving side's accounting of one flow: which probes arrived, one bit each for the whole run, so that no window
 * ever gives a wrong answer. Used by the server for echo and up, and by the client for down.
 */

import { bump } from './columns.ts';
import { ArrivedBits, type BitmapMemory, unbounded } from './goodput/arrived-bits.ts';
import { Reordering } from './reordering.ts';
import { Jitter } from './variation/jitter.ts';

/** How far beyond the highest so far a number may jump: a forged one is not believed. */
const LONGEST_JUMP = 2 ** 24;
const NO_EXTENTS: ReadonlyMap<number, number> = new Map();

export class Arrivals {
  readonly #bits: ArrivedBits;
  readonly #order: Reordering | null;
  readonly #memory: BitmapMemory;
  readonly jitter = new Jitter();
  extents: ReadonlyMap<number, number> = NO_EXTENTS;
  #extents: Map<number, number> | undefined;
  /** Distinct probes. */
  received = 0;
  duplicates = 0;
  reordered = 0;

  /**
   * @param ordered streams keep their order by themselves: nothing to record
   * @param memory shared by the flows of a session: numbers that would need more of it are not believed
   */
  constructor(ordered = false, memory: BitmapMemory = unbounded()) {
    this.#memory = memory;
    this.#bits = new ArrivedBits(memory);
    this.#order = ordered ? null : new Reordering();
  }

  /**
   * @param sentAt the sender's clock, ns @param at the receiver's clock, ns
   * @returns true for the first copy; false for another one, or a number that cannot be believed
   */
  arrived(number: number, sentAt: number, at: number): boolean {
    if (!(number >= 0 && number <= this.#bits.highest + LONGEST_JUMP)) return false;
    if (!this.#bits.add(number)) {
      // Without memory nobody knows whether it was here before.
      if (this.#memory.exhausted === true) return false;
      this.duplicates++;
      return false;
    }
    this.received++;
    this.jitter.arrived(sentAt, at);
    const extent = this.#order?.arrived(number) ?? 0;
    if (extent > 0) {
      this.reordered++;
      if (this.#extents === undefined) {
        this.#extents = new Map();
        this.extents = this.#extents;
      }
      bump(this.#extents, extent);
    }
    return true;
  }

  /** Distinct probes whose numbers are lower. */
  receivedBelow(number: number): number {
    return this.received - this.#bits.countFrom(number);
  }

  has(number: number): boolean {
    return this.#bits.has(number);
  }

  /** Highest number that arrived; -1 where none did. */
  get highest(): number {
    return this.#bits.highest;
  }

  /** Runs of consecutive losses below the highest number that arrived (RFC 3357): how many of each length. */
  missingRuns(): Map<number, number> {
    return this.#bits.missingRuns();
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
