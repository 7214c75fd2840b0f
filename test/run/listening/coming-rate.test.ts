import { expect, it } from 'vitest';
import { ComingRate } from '../../../src/run/listening/coming-rate.ts';

const SECOND = 1e9;
const begun = (rate: ComingRate, address: string, times: number, now: number): number =>
  Array.from({ length: times }, () => rate.admits(address, now)).filter(Boolean).length;
const inOneNetwork = (n: number): string => `2001:db8::${n.toString(16)}`;

it('so many at once, and so many a second, each address for itself', () => {
  const rate = new ComingRate({ perSecond: 8, atOnce: 32 });
  expect(begun(rate, '10.0.0.1', 100, 0)).toBe(32);
  expect(begun(rate, '10.0.0.2', 100, 0)).toBe(32);
  expect(begun(rate, '10.0.0.1', 100, SECOND)).toBe(8);
  expect(begun(rate, '10.0.0.1', 100, 100 * SECOND)).toBe(32);
});

it('a network of many addresses together, so that they are no more than a few', () => {
  const rate = new ComingRate({ perSecond: 1, atOnce: 10 });
  const come = (from: number, now: number) =>
    Array.from({ length: 100 }, (_, i) => rate.admits(inOneNetwork(from + i), now)).filter(Boolean).length;
  expect(come(1, 0)).toBe(40);
  expect(come(1000, 10 * SECOND)).toBe(40);
  expect(come(2000, 11 * SECOND)).toBe(4);
  expect(rate.admits('2001:db8:0:1::1', 11 * SECOND)).toBe(true);
});

it('one student of a class in one IPv6 network does not use up what the others have', () => {
  const rate = new ComingRate({ perSecond: 1, atOnce: 60 });
  // From the address that it has.
  expect(begun(rate, inOneNetwork(1), 1000, 0)).toBe(60);
  for (let n = 2; n <= 31; n++) expect(rate.admits(inOneNetwork(n), 0)).toBe(true);
  rate.known(inOneNetwork(5));
  // From all that it might take.
  for (let n = 1000; n < 3000; n++) rate.admits(inOneNetwork(n), SECOND);
  expect(rate.admits(inOneNetwork(4000), SECOND)).toBe(false);
  expect(rate.admits(inOneNetwork(5), SECOND)).toBe(true);
});

it('remembers a bounded number: who has not come for the longest is forgotten', () => {
  const rate = new ComingRate({ perSecond: 8, atOnce: 1 });
  const address = (n: number): string => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
  expect(begun(rate, '9.9.9.9', 2, 0)).toBe(1);
  for (let n = 0; n < 4095; n++) rate.admits(address(n), 0);
  expect(rate.admits('9.9.9.9', 0)).toBe(false);
  rate.admits(address(4095), 0);
  // It came a moment ago, the first of the others did not.
  expect(rate.admits('9.9.9.9', 0)).toBe(false);
  expect(rate.admits(address(0), 0)).toBe(true);
});
