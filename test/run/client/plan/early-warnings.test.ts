import { expect, it } from 'vitest';
import { pathWarnings } from '../../../../src/run/client/plan/early-warnings.ts';
import { usual } from '../usual-plan.ts';

it('fragments are of datagrams, and of those that do not fit', () => {
  const plan = { ...usual, size: 65_507 };
  const loopback = { mtu: 65_536, v6: false };
  expect(pathWarnings(plan, loopback)).toEqual([]);
  // Over IPv6 the longest payload is 65,527 bytes: with its headers more than loopback's MTU.
  expect(pathWarnings({ ...plan, size: 65_527 }, { ...loopback, v6: true })).toMatchObject([
    { code: 'fragments', details: { size: 65_527, count: 2, mtu: 65_536 } },
  ]);
  expect(pathWarnings(plan, { mtu: 1500, v6: false })).toMatchObject([{ details: { count: 45 } }]);
  expect(pathWarnings(plan, { mtu: null, v6: false })).toEqual([]);
  expect(pathWarnings({ ...plan, transport: 'tcp' }, { mtu: 1500, v6: false })).toEqual([]);
});
