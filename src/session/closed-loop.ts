/**
 * Closed loop: each flow sends again on its answer; over UDP also when the loss threshold has passed, because the
 * answer may never come. There are no intended times.
 */
import type { Pace } from './pacer.ts';

/** A refused send is tried again after this, ns: at once would spin. */
const RETRY = 1e6;

export class ClosedLoop {
  readonly #pace: Pace;
  readonly #timeout: number;
  /** Flows that may send, first in first out. */
  readonly #ready: Ring;
  /** The probe each flow waits for: its number, warm-up ones as −1 − number; NaN: none. */
  readonly #awaited: Float64Array;
  /** Sends in order of their deadlines (the timeout is the same for all). */
  readonly #deadlines: { flow: number; awaited: number; at: number }[] = [];
  #head = 0;
  readonly #ended: Uint8Array;
  #alive: number;
  #taken = 0;
  #halted = false;
  #begun = false;
  readonly measuredFrom: number;
  readonly until: number;
  flow = 0;
  intended = 0;
  readonly waited = false;

  /** @param timeout ns after which a flow gives up waiting; Infinity: never (TCP) */
  constructor(pace: Pace, timeout: number) {
    this.#pace = pace;
    this.#timeout = timeout;
    this.measuredFrom = pace.start + pace.warmup;
    this.until = this.measuredFrom + pace.duration;
    this.#ready = new Ring(pace.flows);
    this.#awaited = new Float64Array(pace.flows).fill(Number.NaN);
    this.#ended = new Uint8Array(pace.flows);
    this.#alive = pace.flows;
    for (let flow = 0; flow < pace.flows; flow++) this.#ready.push(flow);
  }

  next(now: number): boolean {
    if (now < this.#pace.start || this.finished(now)) return false;
    this.#begun = true;
    this.#expire(now);
    while (!this.#ready.empty) {
      const flow = this.#ready.shift();
      if (this.#ended[flow] === 1) continue;
      if (now >= this.measuredFrom) this.#taken++;
      this.flow = flow;
      this.intended = now;
      return true;
    }
    return false;
  }

  sent(flow: number, number: number, warm: boolean, at: number): void {
    const awaited = warm ? -1 - number : number;
    this.#awaited[flow] = awaited;
    if (this.#timeout < Number.POSITIVE_INFINITY)
      this.#deadlines.push({ flow, awaited, at: at + this.#timeout });
  }

  answered(flow: number, number: number, warm: boolean): void {
    if (this.#awaited[flow] !== (warm ? -1 - number : number)) return;
    this.#awaited[flow] = Number.NaN;
    this.#ready.push(flow);
  }

  refused(flow: number, at: number): void {
    // Kept in the order of deadlines as long as the timeout is not shorter than the retry.
    this.#awaited[flow] = Number.NEGATIVE_INFINITY;
    this.#deadlines.splice(this.#head, 0, { flow, awaited: Number.NEGATIVE_INFINITY, at: at + RETRY });
  }

  putBack(flow: number, intended: number): void {
    if (intended >= this.measuredFrom) this.#taken--;
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
    const next = this.#deadlines[this.#head]?.at ?? Number.POSITIVE_INFINITY;
    return Math.min(next, this.until);
  }

  #expire(now: number): void {
    for (; this.#head < this.#deadlines.length; this.#head++) {
      const { flow, awaited, at } = this.#deadlines[this.#head]!;
      const given = this.#awaited[flow] !== awaited;
      if (!given && at >= now) break;
      if (given) continue;
      this.#awaited[flow] = Number.NaN;
      this.#ready.push(flow);
    }
    if (this.#head > 4096 && this.#head * 2 > this.#deadlines.length) {
      this.#deadlines.splice(0, this.#head);
      this.#head = 0;
    }
  }
}

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
