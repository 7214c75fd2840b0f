import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isKernel, openKernel } from '../../../../src/net/linux/kernel/kernel.ts';
import { mtuTowards } from '../../../../src/run/client/plan/path-mtu.ts';
import { fragmentsOf } from '../../../../src/run/fragments.ts';

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
  expect(await mtuTowards('255.255.255.255', 'linux')).toBeNull();
});

/** In a namespace of its own: loopback's routes are changed there, and in no other. */
const SCRIPT = `
ip link set lo up && ip route add 10.9.9.0/24 dev lo mtu 600 && ip -6 route add fd99::/64 dev lo mtu 1300 &&
"$0" --input-type=module -e '
const { mtuTowards } = await import(process.argv[1]);
const told = [];
for (const to of ["10.9.9.2", "fd99::2", "127.0.0.1", "::1"]) told.push(await mtuTowards(to, "linux"));
console.log(JSON.stringify(told));
' "$1"`;

const kernel = await openKernel();
const inside = (...command: string[]) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--net', ...command], { encoding: 'utf8' });
const able = isKernel(kernel) && inside('ip', 'link').status === 0;
if (!able) console.warn('skipped: the MTU of a route needs the engine linux, namespaces and iproute2');

it.skipIf(!able)('the linux engine sees a route that takes less than its interface', () => {
  const built = new URL('../../../../dist/run/client/plan/path-mtu.js', import.meta.url).href;
  const { stdout, stderr } = inside('sh', '-c', SCRIPT, process.execPath, built);
  expect(stderr).toBe('');
  // Over IPv4 no packet is longer than 65,535 bytes, whatever its interface takes.
  expect(JSON.parse(stdout)).toEqual([600, 1300, 65_535, 65_536]);
});
