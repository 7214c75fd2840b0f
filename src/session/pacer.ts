/**
 * Which probe is due, on which flow: schedule, phases and stop rule of one generator, without a clock.
 *
 * The k-th probe goes to flow k mod n. A probe whose flow cannot take it waits here, in the schedule, with its intended
 * time: never in the memory of a socket. A flood has no intended times; it offers the next flow that can take one.
 */
import { Flood, Periodic, Poisson, type Schedule } from '../measure/schedule.ts';
import { Backlog } from './backlog.ts';
import type { Writable } from './engine.ts';

/** A generator that fell behind goes on so long past its end with what is due, ns; the rest is never sent. */
const OVERTIME = 1e9;

export interface Pace {
  readonly flows: number;
  /** Probes per second of this generator over its flows; null: a flood. */
  readonly rate: number | null;
  readonly arrivals: 'periodic' | 'poisson';
  readonly seed: number;
  /** Start of the warm-up, ns since the epoch. */
  readonly start: number;
  readonly warmup: number;
  /** Length of the measured part, ns. */
  readonly duration: number;
  /** Probes of the measured part; Infinity: as many as fit. */
  readonly count: number;
  /** Shifts this generator's probes against those of the others, ns. */
  readonly offset: number;
  /** ns after the end for which probes that wait for a full connection may still leave; 3 s where it is not said. */
  readonly patience?: number | undefined;
  /** ns for which something may be due while nothing can leave, before it is given up; Infinity where it is not said. */
  readonly stall?: number | undefined;
}

/** Waiting flows that are asked at once whether they can take a probe; more are asked in turns, so far apart (ns). */
const MOST_ASKED = 256;
const RETRY = 1e5;
const PATIENCE = 3e9;

export class Pacer {
  readonly #pace: Pace;
  readonly #stall: number;
  #stuckSince = Number.POSITIVE_INFINITY;
  /** It was given up because nothing could leave any more. */
  stalled = false;
  readonly #writable: Writable;
  readonly #flood: boolean;
  readonly #backlog: Backlog[];
  /** Flows whose backlog is (or was a moment ago) not empty. */
  readonly #blocked: number[] = [];
  readonly #isBlocked: Uint8Array;
  readonly #dead: Uint8Array;
  #alive: number;
  #asking = 0;
  /** Not all of them were asked. */
  #partial = false;
  #askedAt = Number.NaN;
  #waiting = 0;
  #schedule: Schedule;
  #warm: boolean;
  #taken = 0;
  #turn = 0;
  #halted = false;
  /** A flood: its start has come. */
  #begun = false;
  /** Start and end of the measured part. */
  readonly measuredFrom: number;
  readonly until: number;
  /** Set by {@link next}. */
  flow = 0;
  intended = Number.NaN;
  /** It waited because its flow could not take it. */
  waited = false;

  constructor(pace: Pace, writable: Writable) {
    this.#pace = pace;
    this.#stall = pace.stall ?? Number.POSITIVE_INFINITY;
    this.#writable = writable;
    this.#flood = pace.rate === null;
    this.#backlog = Array.from({ length: pace.flows }, () => new Backlog());
    this.#isBlocked = new Uint8Array(pace.flows);
    this.#dead = new Uint8Array(pace.flows);
    this.#alive = pace.flows;
    this.measuredFrom = pace.start + pace.warmup;
    this.until = this.measuredFrom + pace.duration;
    this.#warm = pace.warmup > 0;
    this.#schedule = this.#make(this.#warm ? pace.start : this.measuredFrom, 0);
  }

  #make(start: number, phase: number): Schedule {
    const { rate, arrivals, seed, offset } = this.#pace;
    if (rate === null) return new Flood(start);
    return arrivals === 'poisson'
      ? new Poisson(start, rate, seed + phase)
      : new Periodic(start + offset, 1e9 / rate);
  }

  /** Finds the next due probe. @returns false where none is due at `now` on a flow that can take it. */
  next(now: number): boolean {
    const found = this.#find(now);
    if (found || !this.#isStuck(now)) this.#stuckSince = Number.POSITIVE_INFINITY;
    else if (now < this.#stuckSince) this.#stuckSince = now;
    else if (now - this.#stuckSince > this.#stall) {
      this.stalled = true;
      this.halt();
    }
    return found;
  }

  /** Something is due, and no flow takes it. */
  #isStuck(now: number): boolean {
    return this.#waiting > 0 || (this.#flood && this.#begun && !this.finished(now));
  }

  #find(now: number): boolean {
    if (this.#waiting === 0 && now >= this.until + OVERTIME) this.halt();
    if (this.#waiting > 0) {
      if (now > this.#givesUpAt) this.halt();
      else if (this.#fromBacklog(now)) return true;
    }
    for (;;) {
      if (!this.#due(now)) return false;
      if (this.#flood) {
        this.#begun = true;
        return this.#floodFlow(now);
      }
      this.intended = this.#schedule.next;
      this.flow = this.#turn;
      this.#advance();
      if (this.#dead[this.flow] === 1) continue;
      if (this.#backlog[this.flow]!.empty && this.#writable(this.flow)) {
        this.waited = false;
        return true;
      }
      this.#backlog[this.flow]!.push(this.intended);
      this.#wait(this.flow);
    }
  }

  /** A probe that its flow did not take after all waits first in its line. */
  putBack(flow: number, intended: number): void {
    if (this.#flood) {
      if (intended >= this.measuredFrom) this.#taken--;
      return;
    }
    if (this.#halted || this.#dead[flow] === 1) return;
    this.#backlog[flow]!.unshift(intended);
    this.#wait(flow);
  }

  #wait(flow: number): void {
    this.#waiting++;
    if (this.#isBlocked[flow] === 1) return;
    this.#isBlocked[flow] = 1;
    this.#blocked.push(flow);
  }

  #unblock(place: number): void {
    this.#isBlocked[this.#blocked[place]!] = 0;
    this.#blocked[place] = this.#blocked[this.#blocked.length - 1]!;
    this.#blocked.pop();
  }

  /** A flow has ended: what waits for it, and what would be due on it, never leaves. */
  drop(flow: number): void {
    this.#waiting -= this.#backlog[flow]!.clear();
    if (this.#dead[flow] === 1) return;
    this.#dead[flow] = 1;
    if (--this.#alive === 0) this.#halted = true;
  }

  /** Send no more. */
  halt(): void {
    this.#halted = true;
    for (const line of this.#backlog) this.#waiting -= line.clear();
  }

  /** Nothing will be due any more, and nothing waits. */
  finished(now: number): boolean {
    if (this.#halted) return true;
    const over = this.#over || (this.#flood && now >= this.until && !this.#warm);
    return over && this.#waiting === 0;
  }

  get #givesUpAt(): number {
    return this.until + (this.#pace.patience ?? PATIENCE);
  }

  get #over(): boolean {
    return !this.#warm && (this.#taken >= this.#pace.count || this.#schedule.next >= this.until);
  }

  /** When to look again even if nothing happens. */
  get deadline(): number {
    if (this.#halted) return Number.POSITIVE_INFINITY;
    if (this.#flood && !this.#begun) return this.#schedule.next;
    const stalledAt = this.#stuckSince + this.#stall + 1;
    if (this.#flood) return this.#over ? Number.POSITIVE_INFINITY : Math.min(this.until, stalledAt);
    // Flows that wait are asked again when the port tells, or in turns where they are many.
    const retry = this.#partial ? this.#askedAt + RETRY : this.#givesUpAt + 1;
    return Math.min(
      stalledAt,
      this.#waiting > 0 ? retry : Number.POSITIVE_INFINITY,
      this.#over ? Number.POSITIVE_INFINITY : this.#schedule.next,
    );
  }

  #due(now: number): boolean {
    if (this.#halted) return false;
    if (this.#warm && (this.#flood ? now : this.#schedule.next) >= this.measuredFrom) {
      this.#warm = false;
      this.#turn = 0;
      this.#schedule = this.#make(this.measuredFrom, 1);
    }
    if (this.#schedule.next > now) return false;
    if (this.#warm) return true;
    // A flood has no schedule that ends: the clock ends it.
    if (this.#flood && now >= this.until) this.#halted = true;
    return !this.#halted && !this.#over;
  }

  #advance(): void {
    this.#schedule.advance();
    this.#turn = (this.#turn + 1) % this.#pace.flows;
    if (!this.#warm) this.#taken++;
  }

  #floodFlow(now: number): boolean {
    const { flows } = this.#pace;
    for (let tried = 0; tried < flows; tried++) {
      const flow = this.#turn;
      if (this.#writable(flow)) {
        this.flow = flow;
        this.intended = now;
        this.waited = false;
        this.#advance();
        return true;
      }
      this.#turn = (this.#turn + 1) % flows;
    }
    return false;
  }

  /** Looks at flows with a backlog in turns, at most {@link MOST_ASKED} of them. */
  #fromBacklog(now: number): boolean {
    const blocked = this.#blocked;
    this.#partial = false;
    for (let asked = 0; this.#waiting > 0 && asked < Math.min(blocked.length, MOST_ASKED); asked++) {
      if (this.#asking >= blocked.length) this.#asking = 0;
      const flow = blocked[this.#asking]!;
      const line = this.#backlog[flow]!;
      if (line.empty) {
        this.#unblock(this.#asking);
        asked--;
        continue;
      }
      if (!this.#writable(flow)) {
        this.#asking++;
        continue;
      }
      this.flow = flow;
      this.intended = line.shift();
      this.#waiting--;
      this.waited = true;
      return true;
    }
    this.#partial = blocked.length > MOST_ASKED;
    this.#askedAt = now;
    return false;
  }
}
