/** Few flows are kept densely, many sparsely: what comes out must not depend on it. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { HIGHEST, Histogram, type HistogramData } from '../../../src/measure/histogram.ts';
import { FlowDelays } from '../../../src/measure/variation/flow-delays.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const delays = fc.array(
  fc.record({
    flow: fc.nat(2),
    delay: fc.oneof(
      fc.integer({ min: -50, max: 5000 }),
      fc.integer({ min: 1, max: 1e9 }),
      fc.constant(HIGHEST + 7),
    ),
  }),
  { maxLength: 120, size: 'max' },
);

const plain = ({ cells, counts, count, min, max }: HistogramData) => ({
  cells: [...cells],
  counts: [...counts],
  count,
  min,
  max,
});

describe('delays of each flow', () => {
  it.each([3, 64, 65])(
    'with %i flows: cells, extremes, mean and spread of each, and the variation',
    (flows) => {
      fc.assert(
        fc.property(delays, (given) => {
          const kept = new FlowDelays(flows);
          // Of the first three alone anything is recorded.
          const alone = Array.from({ length: Math.min(flows, 4) }, () => new Histogram());
          for (const { flow, delay } of given) {
            kept.record(flow, delay);
            alone[flow]!.record(delay);
          }
          for (const [flow, histogram] of alone.entries()) {
            const expected = histogram.data();
            const seen = kept.data(flow);
            expect(plain(seen)).toEqual(plain(expected));
            expect(seen.mean).toBeCloseTo(expected.mean, 3);
            const spread = Math.abs(seen.squares - expected.squares);
            expect(spread).toBeLessThanOrEqual(1e-9 * expected.squares + 1e-3);
          }
          const least = alone.map(({ min }) => min);
          const variation = kept.variation();
          expect(variation.count).toBe(given.length);
          if (given.length > 0) {
            const distances = given.map(({ flow, delay }) => delay - least[flow]!);
            expect(variation.min).toBe(0);
            expect(variation.max).toBe(Math.max(...distances));
          }
        }),
        { numRuns: runs(100) },
      );
    },
  );

  it('many flows share no dense histogram: memory stays small', () => {
    // A dense one has 33,000 counters; 2,000 flows of them would take 260 MB.
    const before = process.memoryUsage().arrayBuffers;
    const kept = new FlowDelays(2000);
    for (let flow = 0; flow < 2000; flow++) kept.record(flow, 1000);
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(grown).toBeLessThan(20e6);
    expect(kept.data(1999).count).toBe(1);
  });
});
