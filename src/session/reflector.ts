/**
 * The server's echo: answers the first intact copy of each probe and counts the others.
 * `up.received` = distinct probes here, `down.sent` = answers that the kernel took; what was received and could not be
 * answered is `notAnswered`. An answer is as long as its probe, never longer.
 */
import { bump } from '../measure/columns.ts';
import type { Goodput } from '../measure/goodput/goodput.ts';
import { Gaps } from '../measure/outages/gaps.ts';
import { leastGap } from '../measure/outages/outages.ts';
import type { Nanos } from '../units.ts';
import { Batch, BLOCKED, HEADER_BYTES, readTime, SENT, writeTime } from '../wire/batch.ts';
import {
  FLAG_ANSWER,
  FLAG_WARMUP,
  OFFSET_FLAGS,
  OFFSET_RECEIVED,
  OFFSET_SEQUENCE,
  OFFSET_TIME,
  readFlags,
  writeDoubt,
} from '../wire/header.ts';
import type { Engine, Writable } from './engine.ts';
import { appendEntry } from './entries.ts';
import type { Identity } from './identity.ts';
import { Receiver } from './receiver.ts';

/** Answers that wait while their flow is blocked; more are given up, and counted as not answered. */
const MOST_WAITING = 4096;
/** Room at first: most sessions never have more waiting than what one call brought. */
const FIRST_WAITING = 256;

/** An empty batch with room for `count`, or for as many as may wait: the given one where it is large enough. */
function roomFor(count: number, batch: Batch): Batch {
  const wanted = Math.min(MOST_WAITING, count);
  batch.clear();
  return batch.capacity >= wanted
    ? batch
    : new Batch(Math.min(MOST_WAITING, Math.max(wanted, 2 * batch.capacity)));
}

export class Reflector implements Engine {
  readonly receiver: Receiver;
  readonly #identity: Identity;
  readonly #writable: Writable;
  /** Answers wait for flows that are blocked: who can take one must be asked. */
  #congested = false;
  /**
   * When the thread last came back from a stall, ns. Without one in between it was woken for what could be read: several
   * messages at once were then held back behind a lost one, which is the network's.
   */
  #stoodUntil = Number.NEGATIVE_INFINITY;
  #answers = new Batch(FIRST_WAITING);
  #retried = new Batch(FIRST_WAITING);
  readonly #sequence: Float64Array;
  /** By flow: answers of the measured part handed to the kernel, and given up. */
  readonly sentOf: Float64Array;
  readonly notAnswered: Float64Array;
  warmupSent = 0;
  bytesSent = 0;
  /** Between answers that left, by the clock of whoever asks. */
  readonly gaps: Gaps;
  /** Refused sends of the measured part, by errno. */
  readonly refused = new Map<number, number>();
  readonly finished = false;

  /**
   * @param writable asked only after a flow was blocked: offering what cannot leave would spin
   * @param kept.memory bytes to know by which probes arrived
   */
  constructor(
    identity: Identity,
    flows: number,
    ordered: boolean,
    writable: Writable,
    { memory, goodput }: { readonly memory?: number; readonly goodput?: Goodput | undefined } = {},
  ) {
    this.#identity = identity;
    this.#writable = writable;
    this.receiver = new Receiver(identity, { flows, ordered, memory, goodput });
    this.gaps = new Gaps(leastGap(ordered ? 'tcp' : 'udp'), Number.NaN);
    this.#sequence = new Float64Array(flows);
    this.sentOf = new Float64Array(flows);
    this.notAnswered = new Float64Array(flows);
  }

  ingest(batch: Batch, now: Nanos): void {
    this.receiver.ingest(batch, now, this.#answer);
  }

  readonly #answer = (batch: Batch, entry: number, flow: number, warm: boolean): void => {
    if (this.#answers.full && !this.#grow()) {
      if (!warm) this.notAnswered[flow]!++;
      return;
    }
    const answers = this.#answers;
    const at = appendEntry(answers, batch, entry) * HEADER_BYTES;
    const { view } = answers;
    view.setUint8(at + OFFSET_FLAGS, readFlags(view, at) | FLAG_ANSWER);
    const unsure = batch.unsure[entry]!;
    writeDoubt(view, at, batch.time[entry]! - unsure < this.#stoodUntil ? unsure : 0);
    writeTime(view, at + OFFSET_SEQUENCE, this.#sequence[flow]!++);
    writeTime(view, at + OFFSET_RECEIVED, batch.time[entry]!);
    this.#identity.mac?.sign(view, at);
  };

  /** @returns whether there is more room now */
  #grow(): boolean {
    const small = this.#answers;
    if (small.capacity >= MOST_WAITING) return false;
    const large = new Batch(small.capacity * 2);
    for (let entry = 0; entry < small.count; entry++) appendEntry(large, small, entry);
    this.#answers = large;
    return true;
  }

  /** What waits for a blocked flow stays; the port tells when it can be offered again. */
  poll(now: Nanos, out: Batch): Nanos {
    const answers = this.#answers;
    const kept = roomFor(answers.count, this.#retried);
    this.#retried = kept;
    let more = false;
    for (let entry = 0; entry < answers.count; entry++) {
      const leaves = !this.#congested || this.#writable(answers.flow[entry]!);
      if (leaves && !out.full) appendEntry(out, answers, entry);
      else appendEntry(kept, answers, entry);
      if (leaves && out.full) more = true;
    }
    answers.clear();
    if (kept.count > 0) {
      this.#retried = answers;
      this.#answers = kept;
    } else this.#congested = false;
    return (more && kept.count > 0 ? now : Number.POSITIVE_INFINITY) as Nanos;
  }

  sent(batch: Batch): void {
    let blocked = false;
    for (let i = 0; i < batch.count; i++) {
      const status = batch.status[i]!;
      if (status === BLOCKED) blocked = true;
      else this.#settled(batch, i, status);
    }
    if (!blocked) return;
    this.#congested = true;
    this.#retry(batch);
  }

  #settled(batch: Batch, entry: number, status: number): void {
    const warm = (readFlags(batch.view, entry * HEADER_BYTES) & FLAG_WARMUP) !== 0;
    const flow = batch.flow[entry]!;
    if (status === SENT) {
      this.gaps.came(batch.time[entry]!, 0, 0, readTime(batch.view, entry * HEADER_BYTES + OFFSET_TIME));
      if (warm) this.warmupSent++;
      else this.sentOf[flow]!++;
      if (!warm) this.bytesSent += batch.length[entry]!;
      return;
    }
    if (warm) return;
    bump(this.refused, status);
    this.notAnswered[flow]!++;
  }

  /** Blocked answers go before newer ones. */
  #retry(batch: Batch): void {
    const first = roomFor(batch.count + this.#answers.count, this.#retried);
    for (let i = 0; i < batch.count; i++) {
      if (batch.status[i] === BLOCKED) this.#keep(first, batch, i);
    }
    for (let i = 0; i < this.#answers.count; i++) this.#keep(first, this.#answers, i);
    this.#retried = this.#answers;
    this.#answers = first;
  }

  #keep(to: Batch, from: Batch, entry: number): void {
    if (!to.full) appendEntry(to, from, entry);
    else if ((readFlags(from.view, entry * HEADER_BYTES) & FLAG_WARMUP) === 0)
      this.notAnswered[from.flow[entry]!]!++;
  }

  stood(_from: Nanos, to: Nanos): void {
    this.#stoodUntil = to;
  }

  /** Answers that wait. */
  get left(): number {
    return this.#answers.count;
  }

  /** Whether answers wait for a blocked flow. */
  get waiting(): boolean {
    return this.#answers.count > 0;
  }

  /** What still waits is given up: for the ledger. */
  abandon(): void {
    for (let i = 0; i < this.#answers.count; i++) {
      if ((readFlags(this.#answers.view, i * HEADER_BYTES) & FLAG_WARMUP) === 0) {
        this.notAnswered[this.#answers.flow[i]!]!++;
      }
    }
    this.#answers.clear();
  }

  flowEnded(): void {
    // Answers to a connection that ended are refused by its port, and counted there.
  }
}
