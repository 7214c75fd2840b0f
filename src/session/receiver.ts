/**
 * The receiving end of one-way streams: the server's for up, the client's for down. Every datagram or message carries its
 * own number, so a loss is known exactly; warm-up counts apart.
 */
import { Arrivals } from '../measure/arrivals.ts';
import type { BitmapMemory } from '../measure/goodput/arrived-bits.ts';
import type { Goodput } from '../measure/goodput/goodput.ts';
import { Gaps } from '../measure/outages/gaps.ts';
import { leastGap } from '../measure/outages/outages.ts';
import { LossSlots } from '../measure/slices/batches.ts';
import { type Batch, HEADER_BYTES, readTime } from '../wire/batch.ts';
import { FLAG_WARMUP, OFFSET_TIME, readFlags, readNumber } from '../wire/header.ts';
import { admit, CORRUPT, FOREIGN, type Identity } from './identity.ts';

/** Called for each first copy: what an echo answers. */
export type OnFirst = (batch: Batch, entry: number, flow: number, warm: boolean) => void;

export interface ReceiverOptions {
  readonly flows: number;
  /** Streams, which keep their order by themselves. */
  readonly ordered: boolean;
  /** Bytes that all flows together may use to know which probes arrived. */
  readonly memory?: number | undefined;
  readonly goodput?: Goodput | undefined;
  /** What streams bring counts as it is read, not message by message. */
  readonly byPieces?: boolean | undefined;
}

export class Receiver {
  readonly #identity: Identity;
  readonly flows: Arrivals[];
  readonly #memory: BitmapMemory;
  readonly #granted: number;
  readonly warmup: Arrivals[];
  /** Of the measured part, over all flows: what arrived, by number. */
  readonly slots = new LossSlots(0, 1);
  /** By the clock of whoever sends: nothing that was sent in between has come. */
  readonly gaps: Gaps;
  /** Told whenever something came of this session, warm-up and pieces of streams included: its time of arrival. */
  onCame: ((at: number) => void) | undefined;
  /** Streams: their first arrival less when it was sent, which gives the others their place on the sender's clock. */
  #offset = Number.NaN;
  readonly #ordered: boolean;
  /** Told of each first copy of the measured part: its time of arrival. */
  onMeasured: ((at: number) => void) | undefined;
  corrupt = 0;
  foreign = 0;
  /** What came of the opening of flows. */
  openings = 0;
  /** Payload bytes of the measured part, each probe once. */
  bytes = 0;
  /** Everything that arrived, warm-up and copies included. */
  moved = 0;
  movedBytes = 0;
  lastAt = Number.NEGATIVE_INFINITY;
  firstAt = Number.POSITIVE_INFINITY;
  readonly goodput: Goodput | undefined;
  readonly #byPieces: boolean;

  constructor(identity: Identity, options: ReceiverOptions) {
    const { flows, ordered, memory = Number.POSITIVE_INFINITY } = options;
    this.#identity = identity;
    this.goodput = options.goodput;
    this.#byPieces = options.byPieces === true;
    const shared: BitmapMemory = { left: memory };
    this.#memory = shared;
    this.#granted = memory;
    this.flows = Array.from({ length: flows }, () => new Arrivals(ordered, shared));
    this.#ordered = ordered;
    this.gaps = new Gaps(leastGap(ordered ? 'tcp' : 'udp'), Number.NaN);
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

  ingest(batch: Batch, now: number, onFirst?: OnFirst): void {
    const { view } = batch;
    if (this.#byPieces && batch.streamed > 0) {
      this.movedBytes += batch.streamed;
      this.goodput?.arrived(now, batch.streamed);
      this.#came(now, Number.NaN);
    }
    for (let i = 0; i < batch.count; i++) {
      const at = i * HEADER_BYTES;
      this.moved++;
      if (!this.#byPieces) this.movedBytes += batch.length[i]!;
      const verdict = admit(this.#identity, batch, i);
      if (verdict < 0) {
        if (verdict === CORRUPT) this.corrupt++;
        else if (verdict === FOREIGN) this.foreign++;
        else this.openings++;
        continue;
      }
      const number = readNumber(view, at);
      const warm = (readFlags(view, at) & FLAG_WARMUP) !== 0;
      const arrivals = (warm ? this.warmup : this.flows)[verdict]!;
      const sentAt = readTime(view, at + OFFSET_TIME);
      if (!arrivals.arrived(number, sentAt, batch.time[i]!)) continue;
      this.#came(batch.time[i]!, sentAt);
      if (!this.#byPieces) this.goodput?.arrived(batch.time[i]!, batch.length[i]!);
      onFirst?.(batch, i, verdict, warm);
      if (warm) continue;
      this.slots.received(number);
      this.onMeasured?.(batch.time[i]!);
      this.bytes += batch.length[i]!;
      this.firstAt = Math.min(this.firstAt, batch.time[i]!);
      this.lastAt = Math.max(this.lastAt, batch.time[i]!);
    }
  }

  /** @param sentAt NaN: part of a message of which the beginning is not known */
  #came(at: number, sentAt: number): void {
    this.onCame?.(at);
    if (this.#ordered && Number.isNaN(this.#offset)) this.#offset = at - sentAt;
    const mark = this.#ordered ? at - this.#offset : sentAt;
    if (!Number.isNaN(mark)) this.gaps.came(at, 0, 0, mark);
  }
}
