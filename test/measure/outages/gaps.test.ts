/** Silences noted while a run goes on, against all times of arrival laid side by side. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gaps } from '../../../src/measure/outages/gaps.ts';
import { runs } from '../../runs.ts';

const LEAST = 200;
const TOOK = 30;

/** By arrivals in order: whatever lies between two of them, less what each takes anyway. */
function naive(start: number, times: readonly number[]): [number, number][] {
  const all = [start, ...[...times].sort((a, b) => a - b)];
  return all
    .slice(1)
    .flatMap((to, i): [number, number][] => (to - all[i]! - TOOK >= LEAST ? [[all[i]!, to]] : []));
}

describe('gaps between arrivals', () => {
  it('are those between neighbours in time, however they are read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, together) => {
          let now = 100;
          const times = steps.map((step) => (now += step));
          const gaps = new Gaps(LEAST, 100);
          // Read some at a time, each lot backwards, as of several sockets.
          for (let i = 0; i < times.length; i += together)
            for (const at of times.slice(i, i + together).reverse()) gaps.came(at, TOOK, at - 100);
          const found = gaps.data(now + 50, now - 50);
          const expected = naive(100, times);
          expect(found.gaps.map(({ from, to }) => [from, to])).toEqual(expected);
          // One probe a unit of time came to be due.
          for (const { from, to, due } of found.gaps)
            expect(Math.abs(due - (to - from))).toBeLessThanOrEqual(together + 1);
          expect(found.last).toMatchObject({ from: now, to: now + 50 });
          expect(found.first).toBe(times.slice(0, together).at(-1));
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('begin with the first arrival where nobody knows when it should have come', () => {
    const gaps = new Gaps(LEAST, Number.NaN);
    expect(gaps.data(5000, 9)).toMatchObject({ gaps: [], first: Number.NaN });
    gaps.came(5000, 0, 10);
    gaps.came(5300, 0, 14);
    expect(gaps.data(5310, 15)).toEqual({
      gaps: [{ from: 5000, to: 5300, due: 4 }],
      last: { from: 5300, to: 5310, due: 1 },
      first: 5000,
    });
  });

  it('on the axis of the sender: what was lost shows there, and what was held back by how long it took', () => {
    const lost = new Gaps(LEAST, Number.NaN);
    lost.came(1000, 0, 0, 10);
    lost.came(1500, 0, 0, 510);
    const held = new Gaps(LEAST, Number.NaN);
    held.came(1000, 0, 0, 10);
    held.came(1500, 0, 0, 20);
    held.came(1501, 0, 0, 510);
    for (const gaps of [lost, held])
      expect(gaps.data(0, 0).gaps.map(({ from, to }) => [from, to])).toEqual([[10, 510]]);
  });

  it('that wait for answers count those that are awaited', () => {
    const gaps = new Gaps(LEAST, 0);
    // Ten clients wait, and none sends before its answer.
    gaps.came(10, 5, 10, 10, 1);
    gaps.came(500, 5, 11);
    expect(gaps.data(500, 11).gaps).toEqual([{ from: 10, to: 500, due: 10 }]);
  });

  it('of more than a thousand the longest are kept', () => {
    const gaps = new Gaps(LEAST, 0);
    let at = 0;
    for (let i = 0; i < 1500; i++) {
      at += i === 700 ? 9000 : 300 + (i % 7);
      gaps.came(at, 0, i);
    }
    const { gaps: kept } = gaps.data(at, 1500);
    expect(kept).toHaveLength(1000);
    expect(Math.max(...kept.map(({ from, to }) => to - from))).toBe(9000);
    expect(Math.min(...kept.map(({ from, to }) => to - from))).toBeGreaterThan(301);
  });
});
