import { expect, it } from 'vitest';
import { GrantRate } from '../../../src/run/server/grant-rate.ts';

const begun = (rate: GrantRate, network: string, times: number, now: number): number =>
  Array.from({ length: times }, () => rate.admits(network, now)).filter(Boolean).length;

it('so many at once, and so many a second, of each network for itself', () => {
  const rate = new GrantRate(8, 32);
  expect(begun(rate, 'a', 100, 0)).toBe(32);
  expect(begun(rate, 'b', 100, 0)).toBe(32);
  expect(begun(rate, 'a', 100, 1e9)).toBe(8);
  expect(begun(rate, 'a', 100, 100e9)).toBe(32);
});

it('remembers a bounded number of networks: who has not come for the longest is forgotten', () => {
  const rate = new GrantRate(8, 1);
  expect(begun(rate, 'first', 2, 0)).toBe(1);
  for (let i = 0; i < 1023; i++) rate.admits(`n${i}`, 0);
  expect(rate.admits('first', 0)).toBe(false);
  rate.admits('one more', 0);
  // It came a moment ago, n0 did not.
  expect(rate.admits('first', 0)).toBe(false);
  expect(rate.admits('n0', 0)).toBe(true);
});
