/**
 * The sending end of one-way streams: the client's for up, the server's for down. Paced or a flood; every datagram or
 * message carries its own number, warm-up counted apart.
 */
import { bump } from '../../measure/columns.ts';
import type { Nanos } from '../../units.ts';
import { type Batch, BLOCKED, HEADER_BYTES, SENT } from '../../wire/batch.ts';
import { FLAG_WARMUP, readFlags, TYPE_PROBE, writeProbe } from '../../wire/header.ts';
import type { Writable } from '../engine.ts';
import type { Identity } from '../identity.ts';
import type { Pace } from '../schedule/pace.ts';
import { Pacer } from '../schedule/pacer.ts';

/** Told of each probe of the measured part. @param since when it first found no room; NaN: it found some at once */
export interface SourceObserver {
  sent(intended: number, at: number, since: number): void;
  refused(intended: number, at: number, since: number, errno: number): void;
  skipped(intended: number, at: number, since: number): void;
}

export class Source {
  readonly #identity: Identity;
  readonly #pacer: Pacer;
  readonly #next: Float64Array;
  readonly #warmNext: Float64Array;
  /** By flow: probes of the measured part handed to the kernel. */
  readonly sentOf: Float64Array;
  warmupSent = 0;
  bytes = 0;
  movedBytes = 0;
  /** Of the measured part, by errno; and what was due and never offered to the kernel. */
  readonly refused = new Map<number, number>();
  skipped = 0;
  /** Of these: there was no room for them. */
  skippedFull = 0;
  readonly #observer: SourceObserver | undefined;
  lastSent = Number.NEGATIVE_INFINITY;
  #now = 0;

  /** @param identity `flags` here are those of the probes that are sent */
  constructor(identity: Identity, pace: Pace, writable: Writable, observer?: SourceObserver) {
    this.#identity = identity;
    this.#pacer = new Pacer(pace, writable, (intended, at, since) => {
      if (intended < this.#pacer.measuredFrom) return;
      this.skipped++;
      if (!Number.isNaN(since)) this.skippedFull++;
      this.#observer?.skipped(intended, at, since);
    });
    this.#next = new Float64Array(pace.flows);
    this.#warmNext = new Float64Array(pace.flows);
    this.sentOf = new Float64Array(pace.flows);
    this.#observer = observer;
  }

  poll(now: Nanos, out: Batch): Nanos {
    this.#now = now;
    const pacer = this.#pacer;
    while (!out.full) {
      if (!pacer.next(now)) return pacer.deadline as Nanos;
      this.#since[out.count] = pacer.since;
      this.#write(out, pacer.flow, pacer.intended);
    }
    return now;
  }

  #write(out: Batch, flow: number, intended: number): void {
    const { token, size, flags, first, step, mac } = this.#identity;
    const warm = intended < this.#pacer.measuredFrom;
    const numbers = warm ? this.#warmNext : this.#next;
    const entry = out.count++;
    const at = entry * HEADER_BYTES;
    const number = numbers[flow]!++;
    writeProbe(
      out.view,
      at,
      TYPE_PROBE,
      warm ? flags | FLAG_WARMUP : flags,
      first + flow * step,
      token,
      number,
    );
    mac?.sign(out.view, at);
    out.flow[entry] = flow;
    out.length[entry] = size;
    // Until the port has written the actual time, `time` carries the intended one.
    out.time[entry] = intended;
    this.#intended[entry] = intended;
  }

  /** Of the entries of the batch in flight: intended times, and since when they have waited. */
  readonly #intended = new Float64Array(4096);
  readonly #since = new Float64Array(4096);

  sent(batch: Batch): void {
    // From the last to the first, so that what is put back keeps its order.
    for (let i = batch.count - 1; i >= 0; i--) {
      const warm = (readFlags(batch.view, i * HEADER_BYTES) & FLAG_WARMUP) !== 0;
      const flow = batch.flow[i]!;
      if (batch.status[i] === BLOCKED) {
        (warm ? this.#warmNext : this.#next)[flow]!--;
        const since = this.#since[i]!;
        this.#pacer.putBack(flow, this.#intended[i]!, Number.isNaN(since) ? batch.time[i]! : since);
      } else if (batch.status[i] === SENT) this.#count(batch, i, flow, warm);
      else if (!warm) {
        bump(this.refused, batch.status[i]!);
        this.#observer?.refused(this.#intended[i]!, batch.time[i]!, this.#since[i]!, batch.status[i]!);
      }
    }
  }

  #count(batch: Batch, entry: number, flow: number, warm: boolean): void {
    const length = batch.length[entry]!;
    const at = batch.time[entry]!;
    this.movedBytes += length;
    if (at > this.lastSent) this.lastSent = at;
    if (warm) {
      this.warmupSent++;
      return;
    }
    this.sentOf[flow]!++;
    this.bytes += length;
    this.#observer?.sent(this.#intended[entry]!, at, this.#since[entry]!);
  }

  flowEnded(flow: number): void {
    this.#pacer.drop(flow);
  }

  halt(): void {
    this.#pacer.halt();
  }

  get stalled(): boolean {
    return this.#pacer.stalled;
  }

  get finished(): boolean {
    return this.#pacer.finished(this.#now);
  }
}
