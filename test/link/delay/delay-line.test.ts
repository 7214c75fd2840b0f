import fc from 'fast-check';
import { it } from 'vitest';
import { DelayLine } from '../../../src/link/delay/delay-line.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

it('is a queue that never lets one overtake another, however long it grows', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 700 }), due: fc.nat(1e6) }) },
    { weight: 1, arbitrary: fc.record({ shift: fc.integer({ min: 1, max: 900 }) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const line = new DelayLine();
      const model: { due: number; slot: number; bit: number }[] = [];
      let last = Number.NEGATIVE_INFINITY;
      let slot = 0;
      for (const one of steps) {
        if ('push' in one)
          for (let i = 0; i < one.push; i++) {
            last = Math.max(last, one.due + (i % 7));
            expect(line.push(one.due + (i % 7), slot, (slot % 50) - 1)).toBe(last);
            model.push({ due: last, slot, bit: (slot % 50) - 1 });
            slot++;
          }
        else
          for (let i = 0; i < one.shift && model.length > 0; i++) {
            expect({ due: line.due, slot: line.slot, bit: line.bit }).toEqual(model.shift());
            line.shift();
          }
        expect(line.count).toBe(model.length);
        expect(line.last).toBe(last);
        expect(line.due).toBe(model[0]?.due ?? Number.POSITIVE_INFINITY);
      }
      while (model.length > 0) {
        expect({ due: line.due, slot: line.slot, bit: line.bit }).toEqual(model.shift());
        line.shift();
      }
      expect(line.due).toBe(Number.POSITIVE_INFINITY);
    }),
    { numRuns: runs(60) },
  );
});
