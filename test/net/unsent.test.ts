import { describe, expect, it } from 'vitest';
import { UnsentBound, unsentOf } from '../../src/net/unsent.ts';

const KIB = 1024;

describe('what may wait unsent of a stream', () => {
  it('is a tenth of a second of the rate that was asked for, of each connection, and never less than a few segments', () => {
    expect(unsentOf(1000, 12_500, 1)).toEqual({ least: 1_250_000, most: 1_250_000 });
    expect(unsentOf(1000, 12_500, 4)).toEqual({ least: 312_500, most: 312_500 });
    expect(unsentOf(10, 100, 1)).toEqual({ least: 16 * KIB, most: 16 * KIB });
  });

  it('as fast as it goes, follows what the socket takes: a tenth of a second of it', () => {
    const set: number[] = [];
    const bound = new UnsentBound(unsentOf(null, 128 * KIB, 1), (bytes) => set.push(bytes));
    expect(set).toEqual([128 * KIB]);
    // 1 Gbit/s for half a second.
    for (let ms = 0; ms <= 500; ms++) bound.took(125_000, ms * 1e6);
    expect(set.length).toBe(2);
    expect(set[1]! / 12.5e6).toBeCloseTo(1, 1);
    // 2 Mbit/s from then on: as little as it may be.
    for (let ms = 501; ms <= 1000; ms++) bound.took(250, ms * 1e6);
    expect(set.at(-1)).toBe(128 * KIB);
    expect(set.length).toBeLessThan(6);
  });

  it('is left alone where it is fixed', () => {
    const set: number[] = [];
    const bound = new UnsentBound({ least: 5000, most: 5000 }, (bytes) => set.push(bytes));
    for (let ms = 0; ms <= 500; ms++) bound.took(125_000, ms * 1e6);
    expect(set).toEqual([5000]);
  });
});
