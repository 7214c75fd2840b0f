import { expect, it } from 'vitest';
import { isStamped, type Stamping } from '../../src/run/stamped.ts';

it('arrivals are stamped unless that would cost what is measured', () => {
  const echo: Stamping = { transport: 'tcp', mode: 'echo', clients: 50, paced: true, flood: false };
  const told = (change: Partial<Stamping>): boolean => isStamped({ ...echo, ...change });
  expect(told({})).toBe(true);
  expect(told({ paced: false })).toBe(false);
  // One probe outstanding a connection, and few of them: they wait most of the time.
  expect(told({ paced: false, clients: 1 })).toBe(true);
  expect(told({ mode: 'up' })).toBe(false);
  expect(told({ transport: 'udp', paced: false })).toBe(true);
  expect(told({ transport: 'udp', paced: false, mode: 'up', flood: true })).toBe(false);
});
