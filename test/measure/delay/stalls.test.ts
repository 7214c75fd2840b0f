import { describe, expect, it } from 'vitest';
import { mergeStalls, Stalls } from '../../../src/measure/delay/stalls.ts';

const MS = 1e6;

function stood(...spans: [number, number][]): Stalls {
  const stalls = new Stalls(1000 * MS);
  for (const [from, to] of spans) stalls.stood(from * MS, to * MS);
  return stalls;
}

describe('stalls of a thread', () => {
  it('count, add up, and the longest is told with when it began', () => {
    expect(stood([1010, 1013], [1100, 1140], [1200, 1202]).data()).toMatchObject({
      count: 3,
      total: 45 * MS,
      longest: 40 * MS,
      longestAt: 100 * MS,
    });
    expect(new Stalls().data()).toEqual({ count: 0, total: 0, longest: 0, longestAt: 0, spans: [] });
  });

  it('what was before the measured part is none of it', () => {
    expect(stood([100, 900], [990, 1005]).data()).toMatchObject({ count: 1, total: 5 * MS, longestAt: 0 });
  });

  it('begin anew', () => {
    const stalls = stood([1010, 1050]);
    stalls.begin(2000 * MS);
    expect(stalls.data().count).toBe(0);
    expect(stalls.hit(1020 * MS, 1060 * MS, false)).toBe(false);
  });

  it('hit what was due in one, and what was read at its end where the kernel does not tell when it came', () => {
    const stalls = stood([1010, 1020], [1100, 1140]);
    const hit = (due: number, at: number, stamped: boolean) => stalls.hit(due * MS, at * MS, stamped);
    for (const stamped of [true, false]) {
      expect(hit(1110, 1160, stamped)).toBe(true);
      expect(hit(1015, 1030, stamped)).toBe(true);
      // On its way through a whole stall: neither end of it was late.
      expect(hit(1090, 1160, stamped)).toBe(false);
      expect(hit(1140, 1145, stamped)).toBe(false);
      expect(hit(1050, 1060, stamped)).toBe(false);
    }
    expect(hit(1090, 1140.1, false)).toBe(true);
    expect(hit(1090, 1120, true)).toBe(false);
  });

  it('keep in bounds, however many there are', () => {
    const stalls = new Stalls(0);
    for (let at = 0; at < 5000; at++) stalls.stood(at * 10 * MS, at * 10 * MS + 2 * MS);
    expect(stalls.data()).toMatchObject({ count: 5000, total: 10_000 * MS });
    expect(stalls.hit(49_990 * MS, 49_995 * MS, true)).toBe(true);
  });

  it('of several threads are together those of the end', () => {
    expect(mergeStalls([])).toBeNull();
    expect(mergeStalls([stood([1010, 1013]).data(), undefined, stood([1100, 1140]).data()])).toMatchObject({
      count: 2,
      total: 43 * MS,
      longest: 40 * MS,
      longestAt: 100 * MS,
    });
  });

  it('long enough for a chart are told one by one, the longest of very many', () => {
    expect(stood([1010, 1013], [1100, 1140], [1200, 1206]).data().spans).toEqual([
      { from: 100 * MS, to: 140 * MS },
      { from: 200 * MS, to: 206 * MS },
    ]);
    const many = new Stalls(0);
    for (let i = 0; i < 200; i++) many.stood(i * 100 * MS, (i * 100 + 10 + (i % 50)) * MS);
    const { spans = [] } = many.data();
    expect(spans).toHaveLength(64);
    expect(Math.min(...spans.map(({ from, to }) => to - from))).toBeGreaterThanOrEqual(43 * MS);
    expect(mergeStalls([many.data(), stood([1100, 1140]).data()])!.spans).toHaveLength(64);
  });
});
