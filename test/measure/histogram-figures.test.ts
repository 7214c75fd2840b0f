/** What a histogram says against what the sorted values say. */
import fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { encodeHistogram } from '../../src/measure/encode-histogram.ts';
import { HIGHEST, Histogram, logarithmicOf, quantilesOf } from '../../src/measure/histogram.ts';
import { runs } from '../runs.ts';

const of = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};

describe('quantiles and ranks', () => {
  it('are the values themselves, to three digits, and the extremes exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (values, some) => {
          const sorted = [...values].sort((a, b) => a - b);
          const histogram = of(values);
          const shares = [0, ...some.sort((a, b) => a - b), 1];
          const ranks = shares.map((share) => Math.max(1, Math.ceil(share * values.length - 1e-9)));
          const seen = histogram.quantiles(shares);
          for (const [i, rank] of ranks.entries()) {
            const truth = sorted[rank - 1]!;
            if (rank === 1 || rank === values.length) expect(seen[i]).toBe(truth);
            else {
              expect(seen[i]).toBeGreaterThanOrEqual(truth);
              expect(seen[i]).toBeLessThanOrEqual(truth * 1.001);
            }
          }
          expect(histogram.atRanks(ranks)).toEqual(seen);
          expect(quantilesOf(histogram.data(), shares)).toEqual(seen);
          expect(histogram.atRanks([-3, values.length + 9])).toEqual([sorted[0], sorted.at(-1)]);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('of fractions: the exact extremes where the rank is one of them', () => {
    const histogram = of([1000.75, 1500, 5000.75, 2000.25]);
    expect(histogram.atRanks([1, 2, 3, 4])).toEqual([1000.75, 1500, 2000, 5000.75]);
    expect(of([1000.75, 1500, 2000.25]).quantile(1)).toBe(2000.25);
    expect(of([3000.5]).quantile(0.5)).toBe(3000.5);
  });

  it('of nothing are not known', () => {
    const nothing = new Histogram();
    expect(nothing.quantiles([0, 0.5, 1])).toEqual([null, null, null]);
    expect(nothing.atRanks([1])).toEqual([null]);
    expect([nothing.quantile(0.5), nothing.mean, nothing.stdDev]).toEqual([null, null, null]);
  });
});

describe('moments', () => {
  it('mean and standard deviation of the sample; one value has none', () => {
    expect([of([5]).mean, of([5]).stdDev]).toEqual([5, null]);
    expect([of([2, 4]).mean, of([2, 4]).stdDev]).toEqual([3, Math.SQRT2]);
    const histogram = of([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(histogram.mean).toBe(5);
    expect(histogram.stdDev).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('a value recorded several times is that many values', () => {
    const together = new Histogram();
    for (const [value, times] of [
      [100, 3],
      [7, 1],
      [5000, 4],
    ] as const)
      together.record(value, times);
    const each = of([100, 100, 100, 7, 5000, 5000, 5000, 5000]).data();
    const { mean, squares, ...exact } = together.data();
    expect(exact).toEqual({
      cells: each.cells,
      counts: each.counts,
      count: each.count,
      min: each.min,
      max: each.max,
    });
    expect(mean).toBeCloseTo(each.mean, 9);
    expect(squares).toBeCloseTo(each.squares, 3);
  });
});

describe('by tenths of a power of ten', () => {
  it('counts where the middle of each cell lies', () => {
    expect(logarithmicOf(new Histogram().data())).toEqual([]);
    expect(logarithmicOf(of([0, 1]).data())).toEqual([2]);
    // 2 ns is 10^0.30, 10 ns 10^1.0.
    expect(logarithmicOf(of([2, 2, 10]).data())).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]);
    const counts = logarithmicOf(of([1e6, 1.1e6, 1.3e6, 2e6, 3.6e12]).data());
    const filled = counts.flatMap((count, at) => (count === 0 ? [] : [[at, count]]));
    expect(filled).toEqual([
      [60, 2],
      [61, 1],
      [63, 1],
      [125, 1],
    ]);
    expect(counts.length).toBe(126);
  });
});

it('what is encoded names its range and its digits', () => {
  const decoded = decodeFromCompressedBase64(encodeHistogram(of([1, 2048, HIGHEST]).data()));
  expect(decoded).toMatchObject({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST,
    numberOfSignificantValueDigits: 3,
  });
});
