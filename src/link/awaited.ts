/** Records that wait to hear when their packet was handed over, by the slot that holds the packet. */
import type { FateRecord } from '../result/impairment.ts';

export class Awaited {
  readonly #records: (FateRecord | undefined)[] = [];

  /** The slot's packet has this record; undefined: none is kept. */
  put(slot: number, record: FateRecord | undefined): void {
    this.#records[slot] = record;
  }

  /**
   * One copy in the slot, which was due then, comes out at `at`: noted in the record that tells of that copy.
   * @returns that record; undefined: there is none
   */
  written(slot: number, due: number, at: number): FateRecord | undefined {
    const record = this.#records[slot];
    if (record === undefined || record.deliveredAt !== due) return undefined;
    this.#records[slot] = undefined;
    record.writtenAt = at;
    return record;
  }
}
