import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentMinimum } from '../../../src/measure/variation/recent-minimum.ts';

const MS = 1e6;

describe('the fastest answer lately', () => {
  it('forgets what the path was like two generations ago', () => {
    const minimum = new RecentMinimum(1);
    let at = 0;
    const feed = (delay: number, seconds: number): number => {
      let last = 0;
      for (let end = at + seconds * 1e9; at < end; at += 10 * MS) last = minimum.take(0, delay, at);
      return last;
    };
    expect(feed(20 * MS, 5)).toBe(20 * MS);
    expect(feed(50 * MS, 0.5)).toBe(20 * MS);
    expect(feed(50 * MS, 2.5)).toBe(50 * MS);
    expect(feed(30 * MS, 0.1)).toBe(30 * MS);
  });

  it('few answers: a generation lasts until there are enough to judge by', () => {
    const minimum = new RecentMinimum(1);
    minimum.take(0, 20 * MS, 0);
    for (let i = 1; i < 8; i++) expect(minimum.take(0, 900 * MS, i * 10e9)).toBe(20 * MS);
  });

  it('a generation ends after one second and eight answers, exactly', () => {
    const minimum = new RecentMinimum(1);
    const eight = (from: number, delay: number): number =>
      Math.max(...Array.from({ length: 8 }, (_, i) => minimum.take(0, delay, from + i)));
    expect(eight(0, 5)).toBe(5);
    expect(eight(1e9, 9)).toBe(5);
    expect(minimum.take(0, 9, 2e9)).toBe(9);
  });

  it('flows are apart; never above the delay itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ flow: fc.nat(2), delay: fc.nat(1e9), gap: fc.nat(2e9) }), { maxLength: 60 }),
        (answers) => {
          const [together, alone] = [new RecentMinimum(3), [0, 1, 2].map(() => new RecentMinimum(1))];
          let at = 0;
          for (const { flow, delay, gap } of answers) {
            at += gap;
            const least = together.take(flow, delay, at);
            expect(least).toBeLessThanOrEqual(delay);
            expect(least).toBe(alone[flow]!.take(0, delay, at));
          }
        },
      ),
    );
  });
});
