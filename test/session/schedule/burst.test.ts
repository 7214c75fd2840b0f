import { expect, it } from 'vitest';
import { burstOf } from '../../../src/session/schedule/burst.ts';

const udp = { transport: 'udp', rate: 100, size: 64, flows: 1, receiveBuffer: 212_992 } as const;

it('the greatest of 16 probes, 20 ms of the rate, and what half of a receive buffer holds', () => {
  // 64 bytes are charged with 832: 128 in half of the usual buffer.
  expect(burstOf(udp)).toBe(128);
  expect(burstOf({ ...udp, flows: 3 })).toBe(384);
  expect(burstOf({ ...udp, rate: 50_000 })).toBe(1000);
  expect(burstOf({ ...udp, receiveBuffer: 8192 })).toBe(16);
  expect(burstOf({ ...udp, size: 60_000 })).toBe(16);
});

it('a buffer that this end has is no more than the other end is known to have', () => {
  expect(burstOf({ ...udp, receiveBuffer: 100e6 })).toBe(128);
  expect(burstOf({ ...udp, receiveBuffer: null })).toBe(128);
});

it('no bound where a full buffer loses nothing, or nothing can be overdue', () => {
  expect(burstOf({ ...udp, transport: 'tcp' })).toBe(Number.POSITIVE_INFINITY);
  expect(burstOf({ ...udp, rate: null })).toBe(Number.POSITIVE_INFINITY);
});
