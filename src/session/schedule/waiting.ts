/**
 * Probes that are due and whose flows cannot take them yet: each flow's in its own line, first in first out, with their
 * intended times and the times since when they wait.
 */
import type { Writable } from '../engine.ts';

/** Waiting flows that are asked at once whether they can take a probe; more are asked in turns, so far apart (ns). */
const MOST_ASKED = 256;
const RETRY = 1e5;

/** A probe that will never leave. @param since when it first found no room; NaN: it was never offered */
export type Unsent = (intended: number, at: number, since: number) => void;

export class Waiting {
  readonly #writable: Writable;
  readonly #lines: Line[];
  /** Flows whose line is (or was a moment ago) not empty. */
  readonly #flows: number[] = [];
  readonly #isListed: Uint8Array;
  #asking = 0;
  /** Not all of them were asked. */
  #partial = false;
  #askedAt = Number.NaN;
  /** No probe that waits was due before. */
  #oldest = Number.POSITIVE_INFINITY;
  count = 0;
  /** Set by {@link take}. */
  flow = 0;
  intended = Number.NaN;
  since = Number.NaN;

  constructor(flows: number, writable: Writable) {
    this.#writable = writable;
    this.#lines = Array.from({ length: flows }, () => new Line());
    this.#isListed = new Uint8Array(flows);
  }

  /** No later one of this flow may leave before. */
  has(flow: number): boolean {
    return !this.#lines[flow]!.empty;
  }

  push(flow: number, intended: number, since: number): void {
    this.#lines[flow]!.push(intended, since);
    this.#list(flow, intended);
  }

  /** One that was offered and not taken after all: first in its line. */
  unshift(flow: number, intended: number, since: number): void {
    this.#lines[flow]!.unshift(intended, since);
    this.#list(flow, intended);
  }

  #list(flow: number, intended: number): void {
    this.count++;
    if (intended < this.#oldest) this.#oldest = intended;
    if (this.#isListed[flow] === 1) return;
    this.#isListed[flow] = 1;
    this.#flows.push(flow);
  }

  #unlist(place: number): void {
    this.#isListed[this.#flows[place]!] = 0;
    this.#flows[place] = this.#flows[this.#flows.length - 1]!;
    this.#flows.pop();
  }

  /** Finds one whose flow can take it, looking at most at {@link MOST_ASKED} flows, in turns. */
  take(now: number): boolean {
    const flows = this.#flows;
    this.#partial = false;
    for (let asked = 0; this.count > 0 && asked < Math.min(flows.length, MOST_ASKED); asked++) {
      if (this.#asking >= flows.length) this.#asking = 0;
      const flow = flows[this.#asking]!;
      const line = this.#lines[flow]!;
      if (line.empty) {
        this.#unlist(this.#asking);
        asked--;
        continue;
      }
      if (!this.#writable(flow)) {
        this.#asking++;
        continue;
      }
      this.flow = flow;
      this.intended = line.intended;
      this.since = line.since;
      line.shift();
      this.count--;
      return true;
    }
    this.#partial = flows.length > MOST_ASKED;
    this.#askedAt = now;
    return false;
  }

  /** When flows are to be asked again though no port has told; Infinity: it tells of all of them. */
  get retryAt(): number {
    return this.#partial ? this.#askedAt + RETRY : Number.POSITIVE_INFINITY;
  }

  /** No probe that waits was due before; Infinity where none waits. */
  get oldest(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.#oldest;
  }

  /** Gives up what was due before `limit`. */
  giveUpBefore(limit: number, now: number, tell: Unsent): void {
    if (this.oldest >= limit) return;
    let oldest = Number.POSITIVE_INFINITY;
    for (const flow of this.#flows) {
      const line = this.#lines[flow]!;
      while (!line.empty && line.intended < limit) {
        tell(line.intended, now, line.since);
        line.shift();
        this.count--;
      }
      if (!line.empty) oldest = Math.min(oldest, line.intended);
    }
    this.#oldest = oldest;
  }

  /** Gives up what waits for one flow. */
  giveUpFlow(flow: number, now: number, tell: Unsent): void {
    const line = this.#lines[flow]!;
    for (; !line.empty; line.shift(), this.count--) tell(line.intended, now, line.since);
  }
}

/** A queue of pairs of times in two columns. */
class Line {
  #intended: number[] = [];
  #since: number[] = [];
  #head = 0;

  get empty(): boolean {
    return this.#head === this.#intended.length;
  }

  /** Of the first. */
  get intended(): number {
    return this.#intended[this.#head]!;
  }

  get since(): number {
    return this.#since[this.#head]!;
  }

  push(intended: number, since: number): void {
    this.#intended.push(intended);
    this.#since.push(since);
  }

  unshift(intended: number, since: number): void {
    if (this.#head === 0) {
      this.#intended.unshift(intended);
      this.#since.unshift(since);
      return;
    }
    this.#head--;
    this.#intended[this.#head] = intended;
    this.#since[this.#head] = since;
  }

  shift(): void {
    this.#head++;
    if (this.#head < 1024 || this.#head * 2 < this.#intended.length) return;
    this.#intended = this.#intended.slice(this.#head);
    this.#since = this.#since.slice(this.#head);
    this.#head = 0;
  }
}
