/** Delay variation (RFC 5481, PDV) against the plain definition: every delay less the flow's minimum. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import { FlowDelays } from '../../../src/measure/variation/flow-delays.ts';
import { runs } from '../../runs.ts';

const flows = fc.array(
  fc.record({
    base: fc.constantFrom(0, 50_000, 20e6, 300e6),
    spread: fc.array(fc.oneof(fc.nat(1000), fc.nat(100_000), fc.nat(5e6)), {
      minLength: 1,
      maxLength: 60,
      size: 'max',
    }),
  }),
  { minLength: 1, maxLength: 4 },
);

for (const extra of [0, 100])
  it(`percentiles to 3 digits of the variation, not of the delay (${extra === 0 ? 'few' : 'many'} flows)`, () => {
    fc.assert(
      fc.property(flows, (given) => {
        const delays = new FlowDelays(given.length + extra);
        const exact: number[] = [];
        let farthest = 0;
        given.forEach(({ base, spread }, flow) => {
          for (const value of spread) delays.record(flow, base + value);
          const least = Math.min(...spread);
          exact.push(...spread.map((value) => value - least));
          farthest = Math.max(farthest, Math.min(...spread.slice(0, 16)) - least);
        });
        exact.sort((a, b) => a - b);
        const variation = Histogram.from([delays.variation()]);
        expect(variation.count).toBe(exact.length);
        expect(variation.max).toBe(exact.at(-1));
        for (const share of [0.25, 0.5, 0.9, 0.99]) {
          const value = exact[Math.ceil(share * exact.length) - 1]!;
          // Two roundings; and one of the distance by which the minimum fell after the first delays.
          const error = (2 * value + farthest) / 1000 + 2;
          expect(Math.abs(variation.quantile(share)! - value)).toBeLessThanOrEqual(error);
        }
      }),
      { numRuns: runs(100) },
    );
  });

it('microseconds of variation on a path of 300 ms', () => {
  const delays = new FlowDelays(1);
  for (let i = 0; i < 1000; i++) delays.record(0, 300e6 + (i % 10) * 1000);
  const variation = Histogram.from([delays.variation()]);
  expect(variation.quantile(0.5)! / 4000).toBeCloseTo(1, 2);
  expect(variation.quantile(0.9)! / 8000).toBeCloseTo(1, 2);
});

it('a first answer that was slow does not take digits from the others', () => {
  const delays = new FlowDelays(1);
  delays.record(0, 900e6);
  for (let i = 0; i < 1000; i++) delays.record(0, 50_000 + (i % 10) * 100);
  // The slow one is the 1,001st: ranks 401 to 500 vary by 400 ns.
  expect(Histogram.from([delays.variation()]).quantile(0.45)! / 400).toBeCloseTo(1, 2);
});
