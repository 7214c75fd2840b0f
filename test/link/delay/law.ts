/** The law of a delay, as its option says it, and whether delays follow it. */
import { expect } from 'vitest';
import type { FullImpairment } from '../../../src/result/impairment.ts';

export type Shape = FullImpairment['jitterShape'];
type Law = Pick<FullImpairment, 'delay' | 'jitter' | 'jitterShape'>;

const normalQuantiles = new Map<number, number>();
/** Standard normal. Every law asks for the same shares. */
function normalQuantile(share: number): number {
  const value = normalQuantiles.get(share) ?? bisected(share);
  normalQuantiles.set(share, value);
  return value;
}

/** Bisection over the integral of the density. */
function bisected(share: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** Simpson's rule. */
function normalShare(value: number): number {
  const steps = 200;
  const width = value / steps;
  let sum = 0;
  for (let at = 0; at <= steps; at++)
    sum += Math.exp(-((at * width) ** 2) / 2) * (at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2);
  return 0.5 + (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

export function quantileOf({ delay, jitter, jitterShape }: Law, share: number): number {
  const swing = jitterShape === 'uniform' ? 2 * share - 1 : Math.max(-3, Math.min(3, normalQuantile(share)));
  return Math.max(0, delay + jitter * swing);
}

const means = new Map<string, number>();
export function meanOf(law: Law): number {
  const key = JSON.stringify([law.delay, law.jitter, law.jitterShape]);
  const known = means.get(key);
  if (known !== undefined) return known;
  const parts = 2000;
  let sum = 0;
  for (let part = 0; part < parts; part++) sum += quantileOf(law, (part + 0.5) / parts);
  means.set(key, sum / parts);
  return sum / parts;
}

const SHARES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Mean and quantiles within `within` of the law; of the mean where a quantile is smaller than half of it. */
export function expectLaw(law: Law, delays: readonly number[], within = 0.02): void {
  const sorted = Float64Array.from(delays).sort();
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  const expected = meanOf(law);
  expect(Math.abs(mean / expected - 1), 'mean').toBeLessThan(within);
  for (const share of SHARES) {
    const value = quantileOf(law, share);
    const off = Math.abs(sorted[Math.floor(share * sorted.length)]! - value) / Math.max(value, expected / 2);
    expect(off, `quantile ${share}`).toBeLessThan(within);
  }
}
