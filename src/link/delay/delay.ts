/**
 * The delay of one direction as a process in time: whoever leaves at `now` is delayed by `at(now)`.
 *
 * At any time the delay is exactly what was asked for: uniform over delay ± jitter, or normal with jitter as its
 * standard deviation (within ±3 of them), and never below zero. It changes steadily, so that packets keep their order by
 * themselves: the correlation time ({@link FullImpairment.jitterTime}) is the time after which its autocorrelation
 * has fallen to 1/e. A delay cannot fall faster than time passes, or a later packet would overtake: where the jitter is
 * large against the correlation time, it wanders as fast as it may, and its correlation time is longer than asked.
 */
import type { FullImpairment } from '../../result/impairment.ts';
import { Swing } from './correlated.ts';

/** Travel of a swing, in standard deviations, in one correlation time: found by simulation, to three digits. */
const TRAVEL = { uniform: 1.29, normal: 1.42 } as const;
/** The steepest part of the way from a standard normal value to a delay, in jitters: 2 φ(0) for the uniform law. */
const STEEPEST = { uniform: Math.sqrt(2 / Math.PI), normal: 1 } as const;
/** A delay falls by at most so much of the time that passes: packets that leave in a row arrive in a row. */
const FASTEST_FALL = 0.95;
/** A normal delay has no endless tail here. */
export const NORMAL_REACH = 3;

type Law = Pick<FullImpairment, 'delay' | 'jitter' | 'jitterShape' | 'jitterTime'>;

/** ns: as asked, or longer where order could not be kept otherwise. */
export function correlationTime({ jitter, jitterShape, jitterTime }: Omit<Law, 'delay'>): number {
  const shortest = (jitter * STEEPEST[jitterShape] * TRAVEL[jitterShape]) / FASTEST_FALL;
  return Math.max(jitterTime, shortest);
}

/** The longest delay that the law allows, ns. */
export const longestDelay = ({ delay, jitter, jitterShape }: Omit<Law, 'jitterTime'>): number =>
  delay + jitter * (jitterShape === 'normal' ? NORMAL_REACH : 1);

export class Delay {
  readonly #seed: number;
  #law: Law;
  #swing: Swing | undefined;

  constructor(seed: number, law: Law) {
    this.#seed = seed;
    this.#law = law;
  }

  /** From `now` on: where there was jitter before, it goes on from where it is. */
  change(law: Law, now: number): void {
    this.#law = law;
    if (law.jitter > 0) this.#swing?.setSpeed(speedOf(law), now);
  }

  /** @param now ns; never falls. @returns ns */
  at(now: number): number {
    const { delay, jitter, jitterShape } = this.#law;
    if (jitter === 0) return delay;
    this.#swing ??= new Swing(this.#seed, speedOf(this.#law));
    const value = this.#swing.at(now);
    const swing =
      jitterShape === 'normal' ? Math.max(-NORMAL_REACH, Math.min(NORMAL_REACH, value)) : evenly(value);
    return Math.max(0, delay + jitter * swing);
  }
}

const speedOf = (law: Law): number => TRAVEL[law.jitterShape] / correlationTime(law);

/** From a standard normal value to one that is uniform over (−1, 1): erf(x/√2), to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function evenly(value: number): number {
  const x = Math.abs(value) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const even = 1 - series * Math.exp(-x * x);
  return value < 0 ? -even : even;
}
