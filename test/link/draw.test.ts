/** Draws against MurmurHash3's own program in C (smhasher), over the same 16 bytes. */
import { describe, expect, it } from 'vitest';
import { type DrawKey, draw, seedOf } from '../../src/link/draw.ts';

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
});
