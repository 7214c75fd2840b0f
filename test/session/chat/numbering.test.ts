import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Numbering } from '../../../src/session/chat/numbering.ts';

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
        expect(lost).toEqual(expected.sort((a, b) => a - b));
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
  expect(numbering.lost(10e9, PATIENCE)).toEqual([]);
  expect(numbering.arrived(2, 0)).toBe('in-order');
});

it('counting begins where it is told to', () => {
  const numbering = new Numbering(7);
  expect(numbering.arrived(9, 0)).toBe('in-order');
  expect(numbering.lost(2e9, PATIENCE)).toEqual([8]);
});

it('of what is lost the newest ten thousand are remembered', () => {
  const numbering = new Numbering();
  for (let round = 1; round <= 3; round++) {
    numbering.told(round * 5000, round);
    expect(numbering.lost(round, 0)).toHaveLength(5000);
  }
  expect(numbering.arrived(1, 9)).toBe('duplicate');
  expect(numbering.arrived(5001, 9)).toBe('late');
  expect(numbering.arrived(15_000, 9)).toBe('late');
});
