/** The generator against its author's own program (PractRand's sfc32 in C, with this seeding). */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/measure/random.ts';

describe('sfc32', () => {
  it.each([
    [0, [1553841669, 3822136429, 4266283186], 1507436358],
    [1, [3063500945, 52107484, 3520520], 3031035994],
    [42, [1518397874, 271658881, 2061353271], 4248616133],
    [2 ** 32 - 1, [3084069354, 1751159752, 3708259514], 95322320],
    [5 * 2 ** 32 + 7, [1839140836, 70163334, 1608284616], 3139190451],
  ])('seed %i', (seed, first, thousandth) => {
    const next = seededRandom(seed);
    const drawn = Array.from({ length: 1003 }, () => next() * 2 ** 32);
    expect(drawn.slice(0, 3)).toEqual(first);
    expect(drawn.at(-1)).toBe(thousandth);
  });
});
