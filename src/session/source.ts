/**
 * The sending end of one-way streams: the client's for up, the server's for down. Paced or a flood; every datagram or
 * message carries its own number, warm-up counted apart.
 */
import type { Nanos } from '../units.ts';
import { type Batch, BLOCKED, HEADER_BYTES, SENT } from '../wire/batch.ts';
import { FLAG_WARMUP, readFlags, TYPE_PROBE, writeProbe } from '../wire/header.ts';
import type { Writable } from './engine.ts';
import type { Identity } from './identity.ts';
import { type Pace, Pacer } from './pacer.ts';

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
  readonly refused = new Map<number, number>();
  readonly #onSent: ((at: number, bytes: number, lag: number) => void) | undefined;
  lastSent = Number.NEGATIVE_INFINITY;
  #now = 0;

  /** @param identity `flags` here are those of the probes that are sent */
  constructor(
    identity: Identity,
    pace: Pace,
    writable: Writable,
    onSent?: (at: number, bytes: number, lag: number) => void,
  ) {
    this.#identity = identity;
    this.#pacer = new Pacer(pace, writable);
    this.#next = new Float64Array(pace.flows);
    this.#warmNext = new Float64Array(pace.flows);
    this.sentOf = new Float64Array(pace.flows);
    this.#onSent = onSent;
  }

  poll(now: Nanos, out: Batch): Nanos {
    this.#now = now;
    const pacer = this.#pacer;
    while (!out.full) {
      if (!pacer.next(now)) return pacer.deadline as Nanos;
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

  /** Intended times of the entries of the batch in flight. */
  #intended = new Float64Array(4096);

  sent(batch: Batch): void {
    // From the last to the first, so that what is put back keeps its order.
    for (let i = batch.count - 1; i >= 0; i--) {
      const warm = (readFlags(batch.view, i * HEADER_BYTES) & FLAG_WARMUP) !== 0;
      const flow = batch.flow[i]!;
      if (batch.status[i] === BLOCKED) {
        (warm ? this.#warmNext : this.#next)[flow]!--;
        this.#pacer.putBack(flow, this.#intended[i]!);
      } else if (batch.status[i] === SENT) this.#count(batch, i, flow, warm);
      else this.refused.set(batch.status[i]!, (this.refused.get(batch.status[i]!) ?? 0) + 1);
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
    this.#onSent?.(at, length, at - this.#intended[entry]!);
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
