/**
 * Kernel timestamps (CLOCK_REALTIME) as times of the run clock (monotonic).
 *
 * Both clocks tick alike: NTP slews them together, so their difference changes only where someone sets the wall clock.
 * The difference is taken from pairs of readings, the narrowest of several; its error is at most half the width of that
 * pair. It is checked every 100 ms, and at once where a time cannot be true, and taken anew where it moved by more than
 * the pairs can explain.
 */
import type { Clock } from '../../../clock.ts';
import { CLOCK_REALTIME } from './constants.ts';
import type { Kernel } from './kernel.ts';
import { TIMESPEC } from './layout.ts';
import type { Memory } from './memory.ts';

const CHECK_EVERY = 100e6;
const ATTEMPTS = 16;
/** Readings of two clocks may disagree by this without a step, in ns. */
const TOLERANCE = 1000;

export class KernelClock {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #time: Memory;
  /**
   * Whole seconds of the wall clock at which offsets begin: keeps every number small enough to be exact. Long enough ago
   * that no time is a small integer (see `runEpoch`).
   */
  readonly #base: number;
  #offset = 0;
  /** Before the last step: of what came before it, and was not received yet. */
  #offsetBefore = 0;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #width = Number.POSITIVE_INFINITY;

  constructor(kernel: Kernel, clock: Clock) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#time = kernel.memory(TIMESPEC.size);
    this.#base = Math.floor(Date.now() / 1000) - 1000;
    this.#anchor();
  }

  /** Largest error of a converted time, ns. */
  get error(): number {
    return this.#width / 2;
  }

  /** To be called once for each batch: notices a step of the wall clock. */
  check(now: number): void {
    if (now - this.#checkedAt < CHECK_EVERY) return;
    this.#look(now);
  }

  #look(now: number): void {
    this.#checkedAt = now;
    const { offset, width } = this.#pair();
    if (Math.abs(offset - this.#offset) <= width / 2 + this.#width / 2 + TOLERANCE) return;
    this.#offsetBefore = this.#offset;
    this.#anchor();
  }

  /**
   * The `struct timespec` at `at` as a time of the run clock, which is known to lie from `low` to `high`; `high` where it
   * cannot be told.
   */
  between(view: DataView, at: number, low: number, high: number): number {
    return this.#between(this.#wall(view, at), low, high);
  }

  /** The same of a time of CLOCK_REALTIME. @param seconds their low word */
  timeOf(seconds: number, nanoseconds: number, low: number, high: number): number {
    return this.#between((seconds - this.#base) * 1e9 + nanoseconds, low, high);
  }

  #between(wall: number, low: number, high: number): number {
    const time = wall - this.#offset;
    if (time >= low && time <= high) return time;
    // A step of the clock, or a hair's breadth at an end.
    this.#look(high);
    return within(wall - this.#offset, low, high) ?? within(wall - this.#offsetBefore, low, high) ?? high;
  }

  #wall(view: DataView, at: number): number {
    // The low word of the seconds is enough until 2106.
    const seconds = view.getUint32(at + TIMESPEC.seconds, true) - this.#base;
    return seconds * 1e9 + view.getUint32(at + TIMESPEC.nanoseconds, true);
  }

  #pair(): { offset: number; width: number } {
    const before = this.#clock();
    this.#kernel.calls.clockTime(CLOCK_REALTIME, this.#time.at(0, TIMESPEC.size));
    const after = this.#clock();
    return { offset: this.#wall(this.#time.view, 0) - (before + after) / 2, width: after - before };
  }

  #anchor(): void {
    this.#width = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { offset, width } = this.#pair();
      if (width >= this.#width) continue;
      this.#width = width;
      this.#offset = offset;
    }
  }
}

/** @returns undefined where the time is further outside than readings may disagree */
function within(time: number, low: number, high: number): number | undefined {
  if (time < low - TOLERANCE || time > high + TOLERANCE) return undefined;
  return Math.max(low, Math.min(high, time));
}
