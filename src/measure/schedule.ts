/**
 * When probes are due (open loop). A schedule is a value with one question: the intended time of the next probe.
 * It never looks at a clock and never waits for an answer, which is what keeps a run free of coordinated omission.
 */
import { type Random, seededRandom } from './random.ts';

export interface Schedule {
  /** Intended time of the next probe, ns since the epoch. */
  readonly next: number;
  advance(): void;
}

/** One probe every `period` ns from `start` on. Times are multiples, not sums: no drift in a long run. */
export class Periodic implements Schedule {
  readonly #start: number;
  /** Begins as no whole number, and so is kept as a double: products with it never outgrow a small integer. */
  #period = Number.NaN;
  #sent = 0;
  next: number;

  constructor(start: number, period: number) {
    this.#start = start;
    this.#period = period;
    this.next = start;
  }

  advance(): void {
    this.next = this.#start + ++this.#sent * this.#period;
  }
}

/** Exponential gaps with the given mean rate per second (RFC 2330 §11.1.1), reproducible by seed. */
export class Poisson implements Schedule {
  readonly #mean: number;
  readonly #random: Random;
  next: number;

  constructor(start: number, rate: number, seed: number) {
    this.#mean = 1e9 / rate;
    this.#random = seededRandom(seed);
    this.next = start + this.#gap();
  }

  advance(): void {
    this.next += this.#gap();
  }

  #gap(): number {
    return -Math.log(1 - this.#random()) * this.#mean;
  }
}

/** A flood: the next probe is always due. */
export class Flood implements Schedule {
  readonly next: number;

  constructor(start: number) {
    this.next = start;
  }

  advance(): void {
    // Always due: there is nothing to move on to.
  }
}
