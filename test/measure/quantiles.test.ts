/** How far a quantile can be trusted: ranks around it, and values that hang together. */
import { describe, expect, it } from 'vitest';
import { dependence, quantileRanks } from '../../src/measure/statistics.ts';

describe('ranks around a quantile', () => {
  it.each([
    [8, 0.5, [1, 8]],
    [7, 0.5, null],
    [50, 0.1, null],
    [50, 0.9, null],
    [100, 0.5, [40, 61]],
    [1000, 0.99, [983, 998]],
  ])('%i values, %f', (count, share, ranks) => {
    expect(quantileRanks(count, share)).toEqual(ranks);
  });

  it('wider where values hang together', () => {
    expect(quantileRanks(1000, 0.5, 2)).toEqual([438, 563]);
  });
});

describe('how much values hang together', () => {
  const slices = (
    [
      [100, 95],
      [100, 60],
      [80, 80],
      [100, 90],
      [120, 110],
      [100, 99],
    ] as const
  ).map(([count, below]) => ({
    count,
    below,
  }));
  const empty = { count: 0, below: 0 };

  it('the design effect of slices, with Student’s correction', () => {
    expect(dependence(slices, 0.9)).toBeCloseTo(6.0444147, 6);
    expect(dependence(slices.slice(0, 5), 0.9)).toBeCloseTo(6.6614943, 6);
  });

  it('slices without values are none', () => {
    expect(dependence([empty, ...slices, empty], 0.9)).toBeCloseTo(6.0444147, 6);
    expect(dependence([...slices.slice(0, 4), empty, empty], 0.9)).toBe(1);
  });

  it('never less than independent', () => {
    expect(
      dependence(
        [90, 91, 89, 90, 90].map((below) => ({ count: 100, below })),
        0.9,
      ),
    ).toBe(1);
    expect(dependence([], 0.9)).toBe(1);
  });
});
