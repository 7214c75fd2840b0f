/**
 * The receiving end of one-way streams: the server's for up, the client's for down. Every datagram or message carries its
 * own number, so a loss is known exactly; warm-up counts apart.
 */
import { Arrivals } from '../measure/arrivals.ts';
import type { BitmapMemory } from '../measure/arrived-bits.ts';
import { LossSlots } from '../measure/batches.ts';
import { type Batch, HEADER_BYTES, readTime } from '../wire/batch.ts';
import { FLAG_WARMUP, OFFSET_TIME, readFlags, readNumber } from '../wire/header.ts';
import { admit, CORRUPT, FOREIGN, type Identity } from './identity.ts';

/** Called for each first copy: what an echo answers. */
export type OnFirst = (batch: Batch, entry: number, flow: number, warm: boolean) => void;

export class Receiver {
  readonly #identity: Identity;
  readonly flows: Arrivals[];
  readonly #memory: BitmapMemory;
  readonly #granted: number;
  readonly warmup: Arrivals[];
  /** Of the measured part, over all flows: what arrived, by number. */
  readonly slots = new LossSlots(0, 1);
  /** Told of each first copy of the measured part: time of arrival, bytes. */
  onMeasured: ((at: number, bytes: number) => void) | undefined;
  corrupt = 0;
  foreign = 0;
  /** Payload bytes of the measured part, each probe once. */
  bytes = 0;
  /** Everything that arrived, warm-up and copies included. */
  moved = 0;
  movedBytes = 0;
  lastAt = Number.NEGATIVE_INFINITY;
  firstAt = Number.POSITIVE_INFINITY;

  /** @param memory bytes that all flows together may use to know which probes arrived */
  constructor(identity: Identity, flows: number, ordered: boolean, memory = Number.POSITIVE_INFINITY) {
    this.#identity = identity;
    const shared: BitmapMemory = { left: memory };
    this.#memory = shared;
    this.#granted = memory;
    this.flows = Array.from({ length: flows }, () => new Arrivals(ordered, shared));
    this.warmup = Array.from({ length: flows }, () => new Arrivals(true, shared));
  }

  /** There were more probes than it can keep apart: its counts are not to be trusted any more. */
  get exhausted(): boolean {
    return this.#memory.exhausted === true;
  }

  /** Bytes of the memory granted that it uses now; 0 where that is unbounded. */
  get kept(): number {
    return Number.isFinite(this.#granted) ? this.#granted - this.#memory.left : 0;
  }

  ingest(batch: Batch, onFirst?: OnFirst): void {
    const { view } = batch;
    for (let i = 0; i < batch.count; i++) {
      const at = i * HEADER_BYTES;
      this.moved++;
      this.movedBytes += batch.length[i]!;
      const verdict = admit(this.#identity, batch, i);
      if (verdict < 0) {
        if (verdict === CORRUPT) this.corrupt++;
        else if (verdict === FOREIGN) this.foreign++;
        continue;
      }
      const number = readNumber(view, at);
      const warm = (readFlags(view, at) & FLAG_WARMUP) !== 0;
      const arrivals = (warm ? this.warmup : this.flows)[verdict]!;
      if (!arrivals.arrived(number, readTime(view, at + OFFSET_TIME), batch.time[i]!)) continue;
      onFirst?.(batch, i, verdict, warm);
      if (warm) continue;
      this.slots.received(number);
      this.onMeasured?.(batch.time[i]!, batch.length[i]!);
      this.bytes += batch.length[i]!;
      this.firstAt = Math.min(this.firstAt, batch.time[i]!);
      this.lastAt = Math.max(this.lastAt, batch.time[i]!);
    }
  }
}
