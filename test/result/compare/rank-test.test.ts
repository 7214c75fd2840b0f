import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hodgesLehmann, median, rankSumP, runsNeeded } from '../../../src/result/compare/rank-test.ts';

describe('rank-sum test', () => {
  // Exact two-sided p-values of the complete separation: 2 / C(m+n, m).
  test.each([
    [3, 3, 2 / 20],
    [4, 4, 2 / 70],
    [5, 5, 2 / 252],
    [6, 6, 2 / 924],
    [3, 7, 2 / 120],
  ])('%i against %i separated runs: p = %f', (m, n, p) => {
    const low = Array.from({ length: m }, (_, at) => at);
    const high = Array.from({ length: n }, (_, at) => 100 + at);
    expect(rankSumP(low, high)).toBeCloseTo(p, 12);
    expect(rankSumP(high, low)).toBeCloseTo(p, 12);
  });

  test("Hollander and Wolfe's permeability of the chorioamnion (table 4.1): W = 30, p = 0.2544", () => {
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];
    // R: wilcox.test(x, y) gives W = 35, p-value = 0.2544.
    expect(rankSumP(atTerm, earlier)).toBeCloseTo(0.2544, 4);
    // R, conf.int = TRUE: the difference in location is 0.305, its interval -0.15 to 0.76.
    const shift = hodgesLehmann(earlier, atTerm, 0.05)!;
    expect(shift.estimate).toBeCloseTo(0.305, 10);
    expect(shift.interval![0]).toBeCloseTo(-0.15, 10);
    expect(shift.interval![1]).toBeCloseTo(0.76, 10);
  });

  test('the same values on both sides show nothing, ties and all', () => {
    expect(rankSumP([1, 1, 1, 1, 1], [1, 1, 1, 1, 1])).toBe(1);
    expect(rankSumP([1, 2, 2, 3], [1, 2, 2, 3])).toBe(1);
  });

  test('exact p-values equal the count over all arrangements', () => {
    const few = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(rankSumP(a, b)).toBeCloseTo(bruteForceP(a, b), 10);
      }),
    );
  });

  test('many values: the normal approximation is near the exact value', () => {
    const a = Array.from({ length: 25 }, (_, at) => at * 2);
    const b = Array.from({ length: 25 }, (_, at) => at * 2 + 7);
    const exact = rankSumP(a, b)!;
    const approximate = rankSumP([...a, 1000], [...b, 1001])!;
    expect(Math.abs(exact - approximate)).toBeLessThan(0.05);
  });

  test('unknown where a side is empty', () => {
    expect(rankSumP([], [1])).toBeNull();
    expect(hodgesLehmann([1], [], 0.05)).toBeNull();
  });
});

test('too few runs give a difference without an interval', () => {
  expect(hodgesLehmann([1, 2, 3], [11, 12, 13], 0.05)).toEqual({ estimate: 10, interval: null });
  expect(hodgesLehmann([1, 2, 3, 4], [11, 12, 13, 14], 0.05)!.interval).toEqual([7, 13]);
});

test('runs needed: the least n with 2 / C(2n, n) at most the level', () => {
  expect(runsNeeded(0.05)).toBe(4);
  expect(runsNeeded(0.05 / 4)).toBe(5);
  expect(runsNeeded(0.05 / 8)).toBe(6);
});

test('median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

/** Every way to choose which of all values are `a`'s, its rank sum as far from the mean as what was seen. */
function bruteForceP(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const rank = (value: number): number =>
    all.filter((other) => other < value).length + (all.filter((other) => other === value).length + 1) / 2;
  const ranks = all.map(rank);
  const expected = (a.length * (all.length + 1)) / 2;
  const seen = Math.abs(ranks.slice(0, a.length).reduce((s, r) => s + r, 0) - expected);
  let extreme = 0;
  let total = 0;
  for (let set = 0; set < 1 << all.length; set++) {
    const chosen = ranks.filter((_, at) => (set >> at) & 1);
    if (chosen.length !== a.length) continue;
    total++;
    if (Math.abs(chosen.reduce((s, r) => s + r, 0) - expected) >= seen - 1e-9) extreme++;
  }
  return extreme / total;
}
