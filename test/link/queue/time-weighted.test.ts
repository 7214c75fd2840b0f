import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimeWeighted } from '../../../src/link/queue/time-weighted.ts';
import { runs } from '../../runs.ts';

it('quantiles of time are those of each moment, to three digits', () => {
  const steps = fc.array(fc.record({ value: fc.nat(400_000), time: fc.nat(50) }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const tested = new TimeWeighted(all[0]!.value, 0);
      let now = 0;
      const moments: number[] = [];
      for (const { value, time } of all) {
        tested.becomes(value, now);
        now += time;
        for (let at = 0; at < time; at++) moments.push(value);
      }
      tested.becomes(0, now);
      const { mean, p50, p95, p99, max } = tested.spread();
      if (moments.length === 0) {
        expect([mean, p50, max]).toEqual([null, null, null]);
        return;
      }
      moments.sort((one, other) => one - other);
      expect(mean!).toBeCloseTo(moments.reduce((sum, value) => sum + value, 0) / moments.length, 4);
      for (const [share, value] of [
        [0.5, p50],
        [0.95, p95],
        [0.99, p99],
      ] as const) {
        const right = moments[Math.ceil(share * moments.length - 1e-9) - 1]!;
        expect(Math.abs(value! - right)).toBeLessThanOrEqual(right / 1000 + 1e-9);
      }
      // The most that there ever was, if only for a moment.
      expect(max).toBe(Math.max(...all.map(({ value }) => value)));
    }),
    { numRuns: runs(300) },
  );
});
