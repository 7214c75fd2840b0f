import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Swing, scrambled } from '../../../src/link/delay/correlated.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

describe('a scrambled sequence', () => {
  it('has one number in each part of [0, 1), for every aligned run of a power of two', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.nat(1000), fc.nat(6), (seed, run, power) => {
        const parts = 2 ** power;
        const cells = Array.from({ length: parts }, (_, at) =>
          Math.floor(scrambled(run * parts + at, seed) * parts),
        );
        expect([...cells].sort((one, other) => one - other)).toEqual(cells.map((_, at) => at));
      }),
      { numRuns: runs(200) },
    );
  });

  it('differs from seed to seed', () => {
    const of = (seed: number) => Array.from({ length: 8 }, (_, at) => scrambled(at, seed)).join();
    expect(new Set([1, 2, 3, 4, 5].map(of)).size).toBe(5);
  });
});

describe('a swing', () => {
  it('goes steadily, at one speed', () => {
    const swing = new Swing(7, 0.001);
    let last = swing.at(5000);
    for (let now = 5000; now < 200_000; now += 10) {
      const value = swing.at(now);
      expect(Math.abs(value - last)).toBeLessThanOrEqual(0.0101);
      last = value;
    }
  });

  it('begins anywhere, by its seed', () => {
    const first = Array.from({ length: 2000 }, (_, seed) => new Swing(seed, 0.001).at(0));
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const variance = first.reduce((sum, value) => sum + value * value, 0) / first.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
    expect(new Swing(3, 0.001).at(0)).toBe(new Swing(3, 0.001).at(0));
  });

  it('takes no longer after a long silence', () => {
    const swing = new Swing(1, 1);
    swing.at(0);
    expect(Number.isFinite(swing.at(1e15))).toBe(true);
  });
});
