import { describe, expect, it } from 'vitest';
import { Patience } from '../../../src/cli/screen/patience.ts';

const looks = (patience: Patience, lives: readonly number[]): boolean[] =>
  lives.map((life) => patience.look(life));

describe('patience', () => {
  it('has no end where there was life between any two looks', () => {
    const lives = Array.from({ length: 20 }, (_, at) => at / 8);
    expect(looks(new Patience(2), lives)).not.toContain(true);
  });

  it('ends at the last of the looks without life, and its first look is none of them', () => {
    expect(looks(new Patience(2), [7, 7, 7])).toEqual([false, false, true]);
    expect(looks(new Patience(4), [0, 0, 0, 0, 0])).toEqual([false, false, false, false, true]);
  });

  it('begins anew with a sign of life', () => {
    expect(looks(new Patience(2), [1, 1, 2, 2, 3, 3, 3])).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
