/** What the path does to the datagrams of a run, known before the first is sent. */
import { isIPv6 } from 'node:net';
import type { Warning } from '../../result/schema.ts';
import { warning } from './assemble/warnings.ts';
import type { TransportPlan } from './effective.ts';
import { fragmentsOf, mtuTowards } from './path-mtu.ts';

/** Nothing where all fits, or where the system does not tell the MTU. */
export async function pathWarnings(plans: readonly TransportPlan[], address: string): Promise<Warning[]> {
  const plan = plans.find(({ transport }) => transport === 'udp');
  if (plan === undefined || plan.mode === 'connect') return [];
  const mtu = await mtuTowards(address);
  if (mtu === null) return [];
  const count = fragmentsOf(plan.size, mtu, isIPv6(address.split('%')[0]!));
  return count === 1 ? [] : [warning('fragments', { size: plan.size, count, mtu })];
}
