/** A load in parts: they add up, and every flow has the same rate. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf } from '../../../../src/run/client/plan/share.ts';
import { runs } from '../../../runs.ts';

const loads = fc.record({
  clients: fc.integer({ min: 1, max: 65_536 }),
  rate: fc.oneof(fc.double({ min: 0.001, max: 1e9, noNaN: true }), fc.constantFrom('max', 'closed', null)),
  count: fc.oneof(
    fc.constant(Number.POSITIVE_INFINITY),
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  ),
});

it('adds up to the whole: flows and count exactly, the rate to the last digits', () => {
  fc.assert(
    fc.property(loads, fc.integer({ min: 1, max: 70 }), (load, wanted) => {
      const parts = Math.min(wanted, load.clients);
      const shares = Array.from({ length: parts }, (_, part) => shareOf(load, part, parts));
      const sum = (pick: (share: typeof load) => number) =>
        shares.reduce((all, share) => all + pick(share), 0);
      expect(sum(({ clients }) => clients)).toBe(load.clients);
      expect(sum(({ count }) => count)).toBe(load.count);
      expect(shares.every(({ clients, count }) => clients > 0 && count >= 0)).toBe(true);
      const each = ({ clients, rate }: typeof load): number => (rate as number) / clients;
      if (typeof load.rate !== 'number') expect(shares.every(({ rate }) => rate === load.rate)).toBe(true);
      else
        expect(Math.max(...shares.map((share) => Math.abs(each(share) / each(load) - 1)))).toBeLessThan(
          1e-12,
        );
      if (typeof load.rate === 'number')
        expect(sum(({ rate }) => rate as number) / load.rate).toBeCloseTo(1, 12);
    }),
    { numRuns: runs(300) },
  );
});

it('who has more flows sends more of the count', () => {
  const load = { clients: 5, rate: 10, count: 100 };
  const shares = Array.from({ length: 4 }, (_, part) => shareOf(load, part, 4));
  expect(shares.map(({ clients, rate, count }) => [clients, rate, count])).toEqual([
    [2, 4, 40],
    [1, 2, 20],
    [1, 2, 20],
    [1, 2, 20],
  ]);
});
