import { describe, expect, it } from 'vitest';
import { fragmentsOf, mtuTowards } from '../../../src/run/client/path-mtu.ts';

/** Cuts a datagram as RFC 791 and RFC 8200 say, piece by piece. */
function cut(size: number, mtu: number, v6: boolean): number {
  let left = size + 8;
  if (left <= mtu - (v6 ? 40 : 20)) return 1;
  const room = mtu - (v6 ? 48 : 20);
  let pieces = 0;
  for (; left > room; pieces++) left -= room - (room % 8);
  return pieces + 1;
}

describe('fragments of a datagram', () => {
  it.each([
    [1472, 1500, false, 1],
    [1473, 1500, false, 2],
    [1452, 1500, true, 1],
    [1453, 1500, true, 2],
    [9000, 1500, false, 7],
    [65_507, 65_536, false, 1],
  ])('%i bytes over an MTU of %i (IPv6: %s) are %i', (size, mtu, v6, count) => {
    expect(fragmentsOf(size, mtu, v6)).toBe(count);
  });

  it('are as many as a cutter makes', () => {
    for (const v6 of [false, true])
      for (const mtu of [576, 1280, 1406, 1500, 9000])
        for (let size = 64; size <= 65_000; size += 7)
          expect(fragmentsOf(size, mtu, v6)).toBe(cut(size, mtu, v6));
  });
});

it.runIf(process.platform === 'linux')('the MTU of loopback is what the system says', async () => {
  expect(await mtuTowards('127.0.0.1')).toBe(65_536);
});

it('an address that cannot be reached has none', async () => {
  expect(await mtuTowards('255.255.255.255')).toBeNull();
});
