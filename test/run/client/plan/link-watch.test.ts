import type { NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { LinkWatch } from '../../../../src/run/client/plan/link-watch.ts';

type Listed = ReturnType<typeof networkInterfaces>;
const having = (...addresses: string[]) => addresses.map((address) => ({ address }) as NetworkInterfaceInfo);

it('a link that is down is not listed; one that lost an address is, with its others', () => {
  let listed: Listed = { lo: having('127.0.0.1'), eth0: having('10.0.0.7', 'fe80::7') };
  const watch = new LinkWatch('10.0.0.7', () => listed);
  const never = new LinkWatch('192.0.2.9', () => listed);
  expect([watch.isDown, never.isDown]).toEqual([false, false]);
  listed = { lo: having('127.0.0.1'), eth0: having('fe80::7') };
  expect(watch.isDown).toBe(false);
  listed = { lo: having('127.0.0.1') };
  expect([watch.isDown, never.isDown]).toEqual([true, false]);
});
