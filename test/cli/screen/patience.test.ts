import { describe, expect, it } from 'vitest';
import { Patience } from '../../../src/cli/screen/patience.ts';

const looks = (patience: Patience, count: number): boolean[] =>
  Array.from({ length: count }, () => patience.look());

describe('patience', () => {
  it('has no end where nothing was told, or everything was taken', () => {
    const patience = new Patience(4);
    expect(looks(patience, 20)).not.toContain(true);
    for (let told = 0; told < 5; told++) {
      patience.told();
      patience.seen(1);
    }
    expect(looks(patience, 20)).not.toContain(true);
  });

  it('takes it that several were taken at once', () => {
    const patience = new Patience(4);
    for (let told = 0; told < 5; told++) patience.told();
    patience.seen(5);
    expect(looks(patience, 20)).not.toContain(true);
  });

  it('ends at the last of the looks in which nothing was taken', () => {
    const patience = new Patience(4);
    patience.told();
    expect(looks(patience, 4)).toEqual([false, false, false, true]);
  });

  it('begins anew with whatever is taken, though more waits', () => {
    const patience = new Patience(4);
    for (let told = 0; told < 10; told++) patience.told();
    looks(patience, 3);
    patience.seen(1);
    expect(looks(patience, 5)).toEqual([false, false, false, false, true]);
  });
});
