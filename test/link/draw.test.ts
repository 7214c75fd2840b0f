/** Draws against MurmurHash3's own program in C (smhasher), over the same 16 bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DrawKey, draw, drawNormal, PURPOSE, seedOf } from '../../src/link/draw.ts';
import { runs } from '../runs.ts';

const key = (seed: number, flow: number, number: number, copy: number): DrawKey => ({
  seed,
  flow,
  number,
  copy,
});

describe('draws', () => {
  it.each([
    [key(0, 0, 0, 0), 1, 10027521],
    [key(7, 1, 5, 0), 1, 3318912670],
    [key(7, 1, 5, 1), 1, 2856296376],
    [key(7, 1, 5, 0), 9, 2320884401],
    [key(0xdeadbeef, 0xffffffff, 0xffffffff, 3), 4, 889856059],
    [key(123456789, 42, 2 ** 33 + 5, 0), 7, 3048059402],
    [key(1, 2, 2 ** 53 - 1, 255), 8, 4232431868],
  ])('%o for purpose %i', (of, purpose, hash) => {
    expect(draw(of, purpose)).toBe(hash / 2 ** 32);
  });

  it('directions have seeds of their own', () => {
    expect(seedOf(7, 1)).toBe(520590341);
    expect(seedOf(7, 2)).not.toBe(seedOf(7, 1));
  });

  it('normal ones are Box and Muller’s of two draws, and end at three deviations', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, number) => {
        const of = key(seed, 0, number, 0);
        const [first, second] = [draw(of, PURPOSE.jitter), draw(of, PURPOSE.jitterSecond)];
        const value = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
        expect(drawNormal(of)).toBe(Math.max(-3, Math.min(3, value)));
      }),
      { numRuns: runs(400) },
    );
    const drawn = Array.from({ length: 20_000 }, (_, number) => drawNormal(key(5, 0, number, 0)));
    expect([Math.max(...drawn), Math.min(...drawn)]).toEqual([3, -3]);
    const mean = drawn.reduce((all, value) => all + value) / drawn.length;
    const variance = drawn.reduce((all, value) => all + (value - mean) ** 2, 0) / drawn.length;
    // Five standard errors of each; the cut tails take 1.4 % off the variance.
    expect(Math.abs(mean)).toBeLessThan(0.035);
    expect(Math.abs(variance - 0.993)).toBeLessThan(0.05);
  });
});
