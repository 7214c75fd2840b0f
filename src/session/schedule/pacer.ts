/**
 * Which probe is due, on which flow: schedule, phases and stop rule of one generator, without a clock.
 *
 * The k-th probe goes to flow k mod n. A probe whose flow cannot take it waits here, in the schedule, with its intended
 * time: never in the memory of a socket. What a generator could not send in time leaves at once where it is little, and
 * else at twice the rate: its own burst would overflow a buffer, and look like a loss. What is later than the loss
 * threshold never leaves, and is told. A flood has no intended times; it offers the next flow that can take one.
 */
import type { Writable } from '../engine.ts';
import type { Pace } from './pace.ts';
import { Timetable } from './timetable.ts';
import { TokenBucket } from './token-bucket.ts';
import { type Unsent, Waiting } from './waiting.ts';

/** A generator that fell behind goes on so long past its end with what is due, ns; the rest is never sent. */
const OVERTIME = 1e9;

export class Pacer {
  readonly #pace: Pace;
  #stuckSince = Number.POSITIVE_INFINITY;
  /** It was given up because nothing could leave any more. */
  stalled = false;
  readonly #writable: Writable;
  readonly #unsent: Unsent;
  readonly #flood: boolean;
  readonly #waiting: Waiting;
  readonly #allowance: TokenBucket;
  /** What is due must not leave yet. */
  #held = false;
  readonly #dead: Uint8Array;
  #alive: number;
  readonly #timetable: Timetable;
  #halted = false;
  /** A flood: its start has come. */
  #begun = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Set by {@link next}. */
  flow = 0;
  intended = Number.NaN;
  /** Since when it waited for room on its flow; NaN: it did not. */
  since = Number.NaN;

  /** @param unsent told of each probe that was due and will never leave */
  constructor(pace: Pace, writable: Writable, unsent: Unsent = () => {}) {
    this.#pace = pace;
    this.#writable = writable;
    this.#unsent = unsent;
    this.#flood = pace.rate === null;
    this.#waiting = new Waiting(pace.flows, writable);
    const { rate, burst } = pace;
    const spread = rate !== null && Number.isFinite(burst);
    this.#allowance = new TokenBucket(spread ? 2 * rate : Number.POSITIVE_INFINITY, burst);
    this.#dead = new Uint8Array(pace.flows);
    this.#alive = pace.flows;
    this.#timetable = new Timetable(pace);
  }

  /** Start and end of the measured part. */
  get measuredFrom(): number {
    return this.#timetable.measuredFrom;
  }

  get until(): number {
    return this.#timetable.until;
  }

  /** When the last probe was due that was looked at; of a flood, when it was last looked for one. */
  get lastDue(): number {
    return this.#flood ? Math.min(this.#lookedAt, this.until) : this.#timetable.lastDue;
  }

  /** What is due is due at its time, whoever waits for an answer. */
  readonly waiting = 0;

  /** See {@link Timetable.dueBy}. */
  dueBy(now: number): number {
    return this.#timetable.dueBy(now);
  }

  /** Finds the next due probe. @returns false where none is due at `now` on a flow that can take it. */
  next(now: number): boolean {
    const found = this.#find(now);
    const stuck = this.#waiting.count > 0 || (this.#flood && this.#begun && !this.finished(now));
    if (found || !stuck) this.#stuckSince = Number.POSITIVE_INFINITY;
    else if (now < this.#stuckSince) this.#stuckSince = now;
    else if (now - this.#stuckSince > this.#pace.stall) {
      this.stalled = true;
      this.halt();
    }
    return found;
  }

  #find(now: number): boolean {
    if (this.#halted) return false;
    this.#lookedAt = now;
    this.#giveUpLate(now);
    this.#held = this.#allowance.room(now) === 0;
    if (this.#held) return false;
    if (this.#waiting.count > 0 && this.#waiting.take(now)) {
      const { flow, intended, since } = this.#waiting;
      return this.#offer(flow, intended, since);
    }
    while (this.#due(now)) {
      if (this.#flood) {
        this.#begun = true;
        return this.#floodFlow(now);
      }
      const { next: intended, turn: flow } = this.#timetable;
      this.#timetable.advance();
      if (this.#dead[flow] === 1) this.#unsent(intended, now, Number.NaN);
      else if (!this.#waiting.has(flow) && this.#writable(flow))
        return this.#offer(flow, intended, Number.NaN);
      else this.#waiting.push(flow, intended, now);
    }
    return false;
  }

  #offer(flow: number, intended: number, since: number): true {
    this.flow = flow;
    this.intended = intended;
    this.since = since;
    this.#allowance.take(1);
    return true;
  }

  /** What is later than the threshold, and in the end what a generator that fell behind has no time for. */
  #giveUpLate(now: number): void {
    const limit = now - this.#pace.threshold;
    this.#waiting.giveUpBefore(limit, now, this.#unsent);
    if (!this.#flood) this.#passOver(now >= this.until + OVERTIME ? this.until : limit, now);
  }

  /** What is due before `limit` and has not been offered never leaves. */
  #passOver(limit: number, now: number): void {
    // Asked twice: the measured part may begin between.
    const timetable = this.#timetable;
    while (timetable.next < limit && this.#due(now) && timetable.next < limit) {
      this.#unsent(timetable.next, now, Number.NaN);
      timetable.advance();
    }
  }

  /** A probe that its flow did not take after all waits first in its line. @param since when it was offered first */
  putBack(flow: number, intended: number, since: number): void {
    if (this.#flood) {
      this.#timetable.takeBack(intended);
      return;
    }
    this.#allowance.take(-1);
    if (this.#halted || this.#dead[flow] === 1) this.#unsent(intended, this.#lookedAt, since);
    else this.#waiting.unshift(flow, intended, since);
  }

  /** A flow has ended: what waits for it, and what would be due on it, never leaves. */
  drop(flow: number): void {
    this.#waiting.giveUpFlow(flow, this.#lookedAt, this.#unsent);
    if (this.#dead[flow] === 1) return;
    this.#dead[flow] = 1;
    if (--this.#alive === 0) this.halt();
  }

  /** Send no more: what had come due by now, and is not on its way, never leaves. */
  halt(): void {
    if (this.#halted) return;
    const now = this.#lookedAt;
    if (!this.#flood) this.#passOver(now, now);
    this.#halted = true;
    this.#waiting.giveUpBefore(Number.POSITIVE_INFINITY, now, this.#unsent);
  }

  /** Nothing will be due any more, and nothing waits. */
  finished(now: number): boolean {
    if (this.#halted) return true;
    const { over: allTaken, warm } = this.#timetable;
    const over = allTaken || (this.#flood && now >= this.until && !warm);
    return over && this.#waiting.count === 0;
  }

  /** When to look again even if nothing happens. */
  get deadline(): number {
    if (this.#halted) return Number.POSITIVE_INFINITY;
    const { next, over } = this.#timetable;
    if (this.#flood && !this.#begun) return next;
    const stalledAt = this.#stuckSince + this.#pace.stall + 1;
    if (this.#flood) return over ? Number.POSITIVE_INFINITY : Math.min(this.until, stalledAt);
    if (this.#held) return Math.min(stalledAt, this.#allowance.readyAtAfter(0));
    return Math.min(
      stalledAt,
      // Flows that wait are asked again when the port tells, or in turns where they are many.
      this.#waiting.retryAt,
      this.#waiting.oldest + this.#pace.threshold + 1,
      over ? Number.POSITIVE_INFINITY : next,
    );
  }

  #due(now: number): boolean {
    if (this.#halted) return false;
    const due = this.#timetable.due(now);
    if (this.#flood && !this.#timetable.warm && now >= this.until) this.#halted = true;
    return due;
  }

  #floodFlow(now: number): boolean {
    const { flows } = this.#pace;
    for (let tried = 0; tried < flows; tried++) {
      const flow = this.#timetable.turn;
      if (this.#writable(flow)) {
        this.#timetable.advance();
        return this.#offer(flow, now, Number.NaN);
      }
      this.#timetable.turn = (flow + 1) % flows;
    }
    return false;
  }
}
