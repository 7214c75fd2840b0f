import { expect, it } from 'vitest';
import { longestRoundTrip } from '../../src/link/path-time.ts';
import type { DirectionImpairment } from '../../src/result/impairment.ts';
import { impaired } from './harness.ts';

const ms = (both: Partial<DirectionImpairment>): number => longestRoundTrip(impaired(both)) / 1e6;

it('a round trip takes at most the longest delays, behind full queues', () => {
  expect(ms({})).toBe(0);
  expect(ms({ delay: 3e9 })).toBe(6000);
  expect(ms({ delay: 50e6, jitter: 40e6 })).toBe(180);
  expect(ms({ delay: 50e6, jitter: 10e6, jitterShape: 'normal' })).toBe(160);
  expect(ms({ reorder: 0.1 })).toBe(200);
  // 100 packets of 1,500 bytes and the one that is being sent.
  expect(ms({ bandwidth: 12e6, queue: 100 })).toBeCloseTo(202, 9);
  expect(ms({ bandwidth: 12e6, queueBytes: 148_500 })).toBeCloseTo(200, 9);
  // What is managed never waits for all of it.
  expect(ms({ bandwidth: 1e6, queue: 10_240, aqm: 'fq-codel' })).toBe(2000);
  expect(ms({ bandwidth: 1e3, queue: 1_000_000 })).toBe(120_000);
});
