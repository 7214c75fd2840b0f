/**
 * Which probe is due, on which flow: schedule, phases and stop rule of one generator, without a clock.
 *
 * The k-th probe goes to flow k mod n. A probe whose flow cannot take it waits here, in the schedule, with its intended
 * time: never in the memory of a socket. A flood has no intended times; it offers the next flow that can take one.
 */
import { Flood, Periodic, Poisson, type Schedule } from '../measure/schedule.ts';
import type { Writable } from './engine.ts';

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
}

export class Pacer {
  readonly #pace: Pace;
  readonly #writable: Writable;
  readonly #flood: boolean;
  readonly #backlog: Backlog[];
  #waiting = 0;
  #schedule: Schedule;
  #warm: boolean;
  #taken = 0;
  #turn = 0;
  #halted = false;
  /** Start and end of the measured part. */
  readonly measuredFrom: number;
  readonly until: number;
  /** Set by {@link next}. */
  flow = 0;
  intended = 0;
  /** It waited because its flow could not take it. */
  waited = false;

  constructor(pace: Pace, writable: Writable) {
    this.#pace = pace;
    this.#writable = writable;
    this.#flood = pace.rate === null;
    this.#backlog = Array.from({ length: pace.flows }, () => new Backlog());
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
    if (this.#waiting > 0 && this.#fromBacklog()) return true;
    for (;;) {
      if (!this.#due(now)) return false;
      if (this.#flood) return this.#floodFlow(now);
      this.intended = this.#schedule.next;
      this.flow = this.#turn;
      this.#advance();
      if (this.#backlog[this.flow]!.empty && this.#writable(this.flow)) {
        this.waited = false;
        return true;
      }
      this.#backlog[this.flow]!.push(this.intended);
      this.#waiting++;
    }
  }

  /** A probe that its flow did not take after all waits first in its line. */
  putBack(flow: number, intended: number): void {
    if (this.#flood) {
      if (intended >= this.measuredFrom) this.#taken--;
      return;
    }
    this.#backlog[flow]!.unshift(intended);
    this.#waiting++;
  }

  /** A flow has ended: what waits for it never leaves. */
  drop(flow: number): void {
    this.#waiting -= this.#backlog[flow]!.clear();
  }

  /** Send no more. */
  halt(): void {
    this.#halted = true;
    for (let flow = 0; flow < this.#backlog.length; flow++) this.drop(flow);
  }

  /** Nothing will be due any more, and nothing waits. */
  finished(now: number): boolean {
    if (this.#halted) return true;
    const over =
      this.#taken >= this.#pace.count ||
      this.#schedule.next >= this.until ||
      (this.#flood && now >= this.until);
    return !this.#warm && over && this.#waiting === 0;
  }

  /** When to look again even if nothing happens. */
  get deadline(): number {
    if (this.#halted) return Number.POSITIVE_INFINITY;
    if (this.#flood) return this.until;
    if (this.#taken >= this.#pace.count && !this.#warm) return Number.POSITIVE_INFINITY;
    return Math.min(this.#schedule.next, this.until);
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
    return this.#taken < this.#pace.count && (this.#flood ? now : this.#schedule.next) < this.until;
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

  #fromBacklog(): boolean {
    for (let flow = 0; flow < this.#backlog.length; flow++) {
      const line = this.#backlog[flow]!;
      if (line.empty || !this.#writable(flow)) continue;
      this.flow = flow;
      this.intended = line.shift();
      this.#waiting--;
      this.waited = true;
      return true;
    }
    return false;
  }
}

/** A line of intended times, first in first out. */
class Backlog {
  #times: number[] = [];
  #head = 0;

  get empty(): boolean {
    return this.#head === this.#times.length;
  }

  push(time: number): void {
    this.#times.push(time);
  }

  unshift(time: number): void {
    if (this.#head > 0) this.#times[--this.#head] = time;
    else this.#times.unshift(time);
  }

  shift(): number {
    const time = this.#times[this.#head++]!;
    if (this.#head > 1024 && this.#head * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
    return time;
  }

  clear(): number {
    const waiting = this.#times.length - this.#head;
    this.#times = [];
    this.#head = 0;
    return waiting;
  }
}
