/** What the streams of a load carried, and from when on steadily. */
import { describe, expect, it } from 'vitest';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import type { Phase } from '../../../src/result/document/load.ts';
import { planWith, runsOf } from './model.ts';

describe('what a load carried', () => {
  const carried = (rate: (seconds: number) => number | null): Phase => {
    const plan = planWith({ direction: 'up' });
    return loadVerdict(plan, runsOf(plan, { rate })).phases[1]!;
  };

  it('is without the first two seconds, and steady from when it stays', () => {
    const phase = carried((seconds) => (seconds < 3 ? 1e6 : 9e6));
    // Of six seconds one at 1 Mbit/s.
    expect(phase.goodput.up).toBeCloseTo((1e6 + 5 * 9e6) / 6, 3);
    expect([phase.settled, phase.settledFromSeconds]).toEqual([true, 11]);
    expect(phase.goodput.down).toBeNull();
  });

  it('never becomes steady where it goes on changing', () => {
    const phase = carried((seconds) => 1e6 * (1 + seconds));
    expect(phase.settled).toBe(false);
  });

  it('is unknown where the receiver does not tell', () => {
    expect(carried(() => null)).toMatchObject({
      goodput: { up: null },
      settled: null,
      settledFromSeconds: null,
    });
  });
});
