/** When probes are due: the schedules of warm-up and measured part, one after the other, up to their end. */
import { Flood, Periodic, Poisson, type Schedule } from '../../measure/schedule.ts';
import type { Pace } from './pace.ts';

export class Timetable {
  readonly #pace: Pace;
  #schedule: Schedule;
  #warm: boolean;
  #taken = 0;
  /** Of warm-up and measured part. */
  #passed = 0;
  /** Start and end of the measured part. */
  readonly measuredFrom: number;
  readonly until: number;
  /** Whose turn the next probe is. */
  turn = 0;
  /** Of the last probe that was taken; -Infinity where none was. */
  lastDue = Number.NEGATIVE_INFINITY;

  constructor(pace: Pace) {
    this.#pace = pace;
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

  /** Intended time of the next probe; of a flood, the beginning of its part. */
  get next(): number {
    return this.#schedule.next;
  }

  get warm(): boolean {
    return this.#warm;
  }

  /** Every probe of the measured part was taken. */
  get over(): boolean {
    return !this.#warm && (this.#taken >= this.#pace.count || this.#schedule.next >= this.until);
  }

  /** Goes on to the measured part when its time has come. @returns whether a probe is due at `now` */
  due(now: number): boolean {
    const flood = this.#pace.rate === null;
    if (this.#warm && (flood ? now : this.#schedule.next) >= this.measuredFrom) {
      this.#warm = false;
      this.turn = 0;
      this.#schedule = this.#make(this.measuredFrom, 1);
    }
    if (this.#schedule.next > now) return false;
    // A flood has no schedule that ends: the clock ends it.
    return this.#warm || (!this.over && !(flood && now >= this.until));
  }

  advance(): void {
    this.lastDue = this.#schedule.next;
    this.#schedule.advance();
    this.turn = (this.turn + 1) % this.#pace.flows;
    this.#passed++;
    if (!this.#warm) this.#taken++;
  }

  /** One of a flood that was not taken after all. */
  takeBack(intended: number): void {
    this.#passed--;
    if (intended >= this.measuredFrom) this.#taken--;
  }

  /** Probes that have come to be due by `now`, warm-up included; what has not been looked at is reckoned by the rate. */
  dueBy(now: number): number {
    const { rate } = this.#pace;
    const { next } = this.#schedule;
    if (rate === null || this.over || next > now) return this.#passed;
    return this.#passed + 1 + Math.floor(((now - next) * rate) / 1e9);
  }
}
