/**
 * Which fates leave the loop: the first ones of each run, so that they can be drawn whole, and later a bounded number
 * a second for the screen; every one where a file is written. Those that stay are counted.
 */
import { CLASS_TCP, CLASS_UDP, type Packet } from '../../../link/packet/packet.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import { SECOND, type Transport } from '../../../units.ts';
import type { FromLoop } from './loop-messages.ts';

/** Fates of each transport's measured part that its report holds. */
export const MOST_REPORTED = 10_000;
const LIVE_A_SECOND = 2000;

export class FateOutbox {
  readonly #all: boolean;
  readonly #left = { tcp: MOST_REPORTED, udp: MOST_REPORTED };
  readonly #starts = { tcp: 0, udp: 0 };
  #live = LIVE_A_SECOND;
  #refilled = 0;
  #records: FateRecord[] = [];
  #bytes: Uint8Array[] = [];
  #written: { indexes: number[]; times: number[] } = { indexes: [], times: [] };
  #skipped = 0;

  constructor(all: boolean) {
    this.#all = all;
  }

  start(transport: Transport, at: number): void {
    this.#left[transport] = MOST_REPORTED;
    this.#starts[transport] = at;
  }

  wants(packet: Packet, time: number): boolean {
    if (this.#all) return true;
    const transport = packet.kind === CLASS_UDP ? 'udp' : packet.kind === CLASS_TCP ? 'tcp' : undefined;
    if (transport !== undefined && this.#left[transport] > 0 && this.#measured(packet, transport, time)) {
      this.#left[transport]--;
      return true;
    }
    this.#refill(time);
    if (this.#live >= 1) {
      this.#live--;
      return true;
    }
    this.#skipped++;
    return false;
  }

  #measured(packet: Packet, transport: Transport, time: number): boolean {
    return transport === 'udp' ? packet.probe && !packet.warmup : time >= this.#starts.tcp;
  }

  #refill(time: number): void {
    const due = ((time - this.#refilled) / SECOND) * LIVE_A_SECOND;
    if (due < 1) return;
    this.#live = Math.min(LIVE_A_SECOND / 4, this.#live + due);
    this.#refilled = time;
  }

  add(record: FateRecord, bytes: Uint8Array | undefined): void {
    this.#records.push(record);
    if (bytes !== undefined) this.#bytes.push(bytes);
  }

  /** The packet of a record was handed over at `at`. */
  written(index: number, at: number): void {
    this.#written.indexes.push(index);
    this.#written.times.push(at);
  }

  get waiting(): number {
    return Math.max(this.#records.length, this.#written.times.length);
  }

  /** Everything so far, as a message; undefined where there is nothing to say. */
  take(): FromLoop | undefined {
    if (this.waiting === 0 && this.#skipped === 0) return undefined;
    const message = {
      type: 'packets',
      records: this.#records,
      bytes: this.#bytes,
      written: this.#written,
      skipped: this.#skipped,
    } as const;
    this.#records = [];
    this.#bytes = [];
    this.#written = { indexes: [], times: [] };
    this.#skipped = 0;
    return message;
  }
}
