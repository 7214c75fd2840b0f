/** Probes of the batch in flight: numbered and written; where they did not leave after all, their numbers are given back. */
import { type Batch, BLOCKED, HEADER_BYTES } from '../wire/batch.ts';
import { FLAG_WARMUP, readFlags, TYPE_PROBE, writeProbe } from '../wire/header.ts';
import type { Identity } from './identity.ts';
import type { Due } from './schedule/due.ts';

/** The largest batch of a driver. */
const MOST = 4096;

export class Outbox {
  readonly #identity: Identity;
  readonly #measuredFrom: number;
  readonly #next: Float64Array;
  readonly #warmNext: Float64Array;
  /** By entry: the intended time, and since when it has waited for room (NaN: it has not). */
  readonly intended = new Float64Array(MOST);
  readonly since = new Float64Array(MOST);

  /** @param measuredFrom what is due earlier is warm-up */
  constructor(identity: Identity, flows: number, measuredFrom: number) {
    this.#identity = identity;
    this.#measuredFrom = measuredFrom;
    this.#next = new Float64Array(flows);
    this.#warmNext = new Float64Array(flows);
  }

  write(out: Batch, { flow, intended, since }: Pick<Due, 'flow' | 'intended' | 'since'>): void {
    const { token, size, first, step, mac } = this.#identity;
    const warm = intended < this.#measuredFrom;
    const numbers = warm ? this.#warmNext : this.#next;
    const entry = out.count++;
    const at = entry * HEADER_BYTES;
    const flags = warm ? FLAG_WARMUP : 0;
    writeProbe(out.view, at, TYPE_PROBE, flags, first + flow * step, token, numbers[flow]!++);
    mac?.sign(out.view, at);
    out.flow[entry] = flow;
    out.length[entry] = size;
    this.intended[entry] = intended;
    this.since[entry] = since;
  }

  isWarm(batch: Batch, entry: number): boolean {
    return (readFlags(batch.view, entry * HEADER_BYTES) & FLAG_WARMUP) !== 0;
  }

  /** What its flow did not take goes back to where it came from: from the last to the first, so that it keeps its order. */
  takeBack(batch: Batch, due: Pick<Due, 'putBack'>): void {
    for (let i = batch.count - 1; i >= 0; i--) {
      if (batch.status[i] !== BLOCKED) continue;
      const flow = batch.flow[i]!;
      (this.isWarm(batch, i) ? this.#warmNext : this.#next)[flow]!--;
      const since = this.since[i]!;
      due.putBack(flow, this.intended[i]!, Number.isNaN(since) ? batch.time[i]! : since);
    }
  }
}
