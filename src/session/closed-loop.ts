/**
 * Closed loop: each flow sends again on its answer; over UDP also when the loss threshold has passed, because the
 * answer may never come. There are no intended times.
 */
import type { Pace } from './schedule/pace.ts';
import type { SenderOptions } from './sender-options.ts';

/** A send that was refused or found no room is tried again after this, ns: at once would spin. */
const RETRY = 1e6;

export class ClosedLoop {
  readonly #pace: Pace;
  readonly #stall: number;
  #answeredAt: number;
  /** It was given up because no answer came any more. */
  stalled = false;
  readonly #timeout: number;
  /** Flows that may send, first in first out. */
  readonly #ready: Ring;
  /** The probe each flow waits for: its number, warm-up ones as −1 − number; NaN: none. */
  readonly #awaited: Float64Array;
  /** When each flow stops waiting; Infinity: not at all. */
  readonly #givesUpAt: Float64Array;
  /** No flow stops waiting before this. */
  #scanAt = Number.POSITIVE_INFINITY;
  readonly #ended: Uint8Array;
  #alive: number;
  #taken = 0;
  #halted = false;
  #begun = false;
  readonly measuredFrom: number;
  readonly until: number;
  flow = 0;
  intended = 0;
  readonly since = Number.NaN;
  #sends = 0;
  lastDue = Number.NEGATIVE_INFINITY;

  /** @param timeout ns after which a flow gives up waiting; Infinity: never (TCP) */
  constructor(pace: Pace, timeout: number) {
    this.#pace = pace;
    this.#stall = stallOf(pace, timeout);
    this.#answeredAt = pace.start;
    this.#timeout = timeout;
    this.measuredFrom = pace.start + pace.warmup;
    this.until = this.measuredFrom + pace.duration;
    this.#ready = new Ring(pace.flows);
    this.#awaited = new Float64Array(pace.flows).fill(Number.NaN);
    this.#givesUpAt = new Float64Array(pace.flows).fill(Number.POSITIVE_INFINITY);
    this.#ended = new Uint8Array(pace.flows);
    this.#alive = pace.flows;
    for (let flow = 0; flow < pace.flows; flow++) this.#ready.push(flow);
  }

  next(now: number): boolean {
    if (now < this.#pace.start || this.finished(now)) return false;
    this.#begun = true;
    if (now - this.#answeredAt > this.#stall) {
      this.stalled = true;
      this.#halted = true;
      return false;
    }
    this.#expire(now);
    while (!this.#ready.empty) {
      const flow = this.#ready.shift();
      if (this.#ended[flow] === 1) continue;
      if (now >= this.measuredFrom) this.#taken++;
      this.#sends++;
      this.lastDue = now;
      this.flow = flow;
      this.intended = now;
      return true;
    }
    return false;
  }

  /** Nothing is due but what is sent. */
  dueBy(): number {
    return this.#sends;
  }

  /** Flows that wait for their answers. */
  get waiting(): number {
    return Math.max(0, this.#alive - this.#ready.count);
  }

  sent(flow: number, number: number, warm: boolean, at: number): void {
    this.#await(flow, warm ? -1 - number : number, at + this.#timeout);
  }

  answered(flow: number, number: number, warm: boolean, at: number): void {
    this.#answeredAt = at;
    if (this.#awaited[flow] !== (warm ? -1 - number : number)) return;
    this.#free(flow);
  }

  /** The kernel did not take it: the flow tries again soon. */
  refused(flow: number, at: number): void {
    this.#await(flow, Number.NEGATIVE_INFINITY, at + RETRY);
  }

  putBack(flow: number, intended: number): void {
    if (intended >= this.measuredFrom) this.#taken--;
    this.#await(flow, Number.NEGATIVE_INFINITY, intended + RETRY);
  }

  #await(flow: number, awaited: number, until: number): void {
    this.#awaited[flow] = awaited;
    this.#givesUpAt[flow] = until;
    if (until < this.#scanAt) this.#scanAt = until;
  }

  #free(flow: number): void {
    this.#awaited[flow] = Number.NaN;
    this.#givesUpAt[flow] = Number.POSITIVE_INFINITY;
    this.#ready.push(flow);
  }

  drop(flow: number): void {
    if (this.#ended[flow] === 1) return;
    this.#ended[flow] = 1;
    this.#alive--;
  }

  halt(): void {
    this.#halted = true;
  }

  finished(now: number): boolean {
    return this.#halted || this.#alive === 0 || now >= this.until || this.#taken >= this.#pace.count;
  }

  get deadline(): number {
    if (!this.#begun) return this.#pace.start;
    return Math.min(this.#scanAt + 1, this.until, this.#answeredAt + this.#stall + 1);
  }

  /** Looks at all flows, but seldom: at the earliest time at which one of them can have waited long enough. */
  #expire(now: number): void {
    if (now <= this.#scanAt) return;
    let next = Number.POSITIVE_INFINITY;
    for (let flow = 0; flow < this.#givesUpAt.length; flow++) {
      // Strictly after the threshold: an answer exactly at it is still in time.
      if (this.#givesUpAt[flow]! < now) this.#free(flow);
      else next = Math.min(next, this.#givesUpAt[flow]!);
    }
    this.#scanAt = Math.max(next, now + RETRY);
  }
}

/** Where unanswered probes are repeated, a silence may be losses: so many of them in a row are none by chance. */
const LOSSES = 20;

const stallOf = ({ stall }: Pace, timeout: number): number =>
  Number.isFinite(timeout) && Number.isFinite(stall) ? Math.max(stall, LOSSES * timeout) : stall;

/** A ring of flow numbers; no flow stands in it twice, so `capacity` is enough. */
class Ring {
  readonly #items: Int32Array;
  #head = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#items = new Int32Array(capacity);
  }

  get empty(): boolean {
    return this.#count === 0;
  }

  get count(): number {
    return this.#count;
  }

  push(item: number): void {
    this.#items[(this.#head + this.#count++) % this.#items.length] = item;
  }

  shift(): number {
    const item = this.#items[this.#head]!;
    this.#head = (this.#head + 1) % this.#items.length;
    this.#count--;
    return item;
  }
}

/** A stream loses nothing, so its client waits for ever; a connection for each probe, and datagrams, until they are lost. */
export const closedLoopOf = ({
  pace,
  lossThreshold,
  tcp,
  connecting,
}: Pick<SenderOptions, 'pace' | 'lossThreshold' | 'tcp' | 'connecting'>): ClosedLoop =>
  new ClosedLoop(pace, tcp && connecting !== true ? Number.POSITIVE_INFINITY : lossThreshold);
