import fc from 'fast-check';
import { it } from 'vitest';
import { linearAxis, logarithmicAxis } from '../../../../src/present/html/charts/axis.ts';
import { expect } from '../../../quick.ts';

const say = (value: number): string => String(value);
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, 5e-324, Number.MAX_VALUE, 2 ** 53, 1e300, Number.POSITIVE_INFINITY),
);

it('of any numbers ends, with ticks that are numbers', () => {
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 20 }), (one, other, most) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      for (const { ticks } of [linearAxis(low, high, most, say), logarithmicAxis(low, high, say)]) {
        expect(ticks.length).toBeLessThanOrEqual(300);
        for (const { at } of ticks) expect(Number.isFinite(at)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
