import fc from 'fast-check';
import { it } from 'vitest';
import { Numbering } from '../../../../src/session/chat/numbers/numbering.ts';
import { expect } from '../../../quick.ts';

const PATIENCE = 1e9;

it('what is told of a stream equals a reading of it as a whole', () => {
  const arrivals = fc.array(fc.record({ number: fc.integer({ min: 1, max: 40 }), gap: fc.nat(400) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 0, max: 45 }), (stream, last) => {
      const numbering = new Numbering();
      const seen = new Map<number, number>();
      const lostAt = new Set<number>();
      const missedAt = new Map<number, number>();
      let highest = 0;
      let now = 0;
      const reap = (): void => {
        const lost = numbering.lost(now, PATIENCE);
        // By definition: beyond `PATIENCE` since a higher number showed that it was sent.
        const expected = [...missedAt]
          .filter(([, since]) => now - since >= PATIENCE)
          .map(([number]) => number);
        for (const number of expected) {
          missedAt.delete(number);
          lostAt.add(number);
        }
        expect(lost).toBe(expected.length);
      };
      const miss = (upTo: number): void => {
        for (let number = highest + 1; number <= upTo; number++) missedAt.set(number, now);
      };
      for (const { number, gap } of stream) {
        now += gap * 1e6;
        reap();
        const arrival = numbering.arrived(number, now);
        const before = seen.get(number) ?? 0;
        if (number > highest) {
          expect(arrival).toBe('in-order');
          miss(number - 1);
          highest = number;
        } else if (missedAt.delete(number)) expect(arrival).toBe('out-of-order');
        else if (lostAt.delete(number)) expect(arrival).toBe('late');
        else {
          expect(before).toBeGreaterThan(0);
          expect(arrival).toBe('duplicate');
        }
        seen.set(number, before + 1);
      }
      expect(numbering.told(last, now)).toBe(true);
      miss(last);
      now += 2 * PATIENCE;
      reap();
      // Whatever was sent and never seen is lost, and nothing else is.
      const sent = Math.max(highest, last);
      const never = Array.from({ length: sent }, (_, i) => i + 1).filter((number) => !seen.has(number));
      for (const number of never) expect(lostAt.has(number)).toBe(true);
      expect([...lostAt].filter((number) => seen.has(number))).toEqual([]);
    }),
  );
});

it('a jump that cannot be is not believed, and costs nothing', () => {
  const numbering = new Numbering();
  expect(numbering.arrived(1, 0)).toBe('in-order');
  expect(numbering.arrived(4_000_000_000, 0)).toBe('unlikely');
  expect(numbering.told(4_000_000_000, 0)).toBe(false);
  expect(numbering.lost(10e9, PATIENCE)).toBe(0);
  expect(numbering.arrived(2, 0)).toBe('in-order');
});

it('counting begins where it is told to', () => {
  const numbering = new Numbering(7);
  expect(numbering.arrived(9, 0)).toBe('in-order');
  expect(numbering.lost(2e9, PATIENCE)).toBe(1);
});

it('of what is lost the newest gaps are remembered', () => {
  const numbering = new Numbering();
  for (let round = 1; round <= 129; round++) {
    // Every second number arrives.
    expect(numbering.arrived(2 * round, round)).toBe('in-order');
    expect(numbering.lost(round, 0)).toBe(1);
  }
  expect(numbering.arrived(1, 999)).toBe('duplicate');
  expect(numbering.arrived(3, 999)).toBe('late');
  expect(numbering.arrived(257, 999)).toBe('late');
});

it('a gap takes no more memory the longer it is, and all share one budget', () => {
  const budget = { left: 10 };
  const one = new Numbering(0, budget);
  expect(one.told(10_000, 0)).toBe(true);
  expect(budget.left).toBe(9);
  // In the middle: what is before and what is behind it.
  expect(one.arrived(5000, 1)).toBe('out-of-order');
  expect(budget.left).toBe(8);
  const other = new Numbering(0, budget);
  for (let number = 2; number <= 40; number += 2) expect(other.arrived(number, 0)).toBe('in-order');
  expect(budget.left).toBe(0);
  // Those that found no room are lost at once; nothing is counted twice, and nothing is forgotten.
  expect(other.lost(0, PATIENCE)).toBe(12);
  expect(other.lost(2 * PATIENCE, PATIENCE)).toBe(8);
  expect(one.lost(2 * PATIENCE, PATIENCE)).toBe(9999);
  one.end();
  other.end();
  expect(budget.left).toBe(10);
});

it('however a sender counts, the gaps that are kept are few, and every number is counted once', () => {
  const steps = fc.array(
    fc.record({ number: fc.integer({ min: 1, max: 30_000 }), told: fc.boolean(), gap: fc.nat(500) }),
    { minLength: 100, maxLength: 600 },
  );
  fc.assert(
    fc.property(steps, (stream) => {
      const budget = { left: 300 };
      const numbering = new Numbering(0, budget);
      let now = 0;
      const arrivals = { 'in-order': 0, 'out-of-order': 0, late: 0, duplicate: 0, unlikely: 0 };
      let lost = 0;
      for (const { number, told, gap } of stream) {
        now += gap * 1e6;
        lost += numbering.lost(now, PATIENCE);
        if (told) numbering.told(number, now);
        else arrivals[numbering.arrived(number, now)]++;
        expect(300 - budget.left).toBeLessThanOrEqual(256);
      }
      lost += numbering.lost(now + 2 * PATIENCE, PATIENCE);
      // A late one was counted as lost, and came.
      expect(arrivals['in-order'] + arrivals['out-of-order'] + lost).toBe(numbering.last);
    }),
    { numRuns: 50 },
  );
});
