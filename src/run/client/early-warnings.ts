/** What path and engine do to a run, known before anything is sent. */
import { isIPv6 } from 'node:net';
import type { Warning } from '../../result/schema.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Transport } from '../../units.ts';
import { warning } from './assemble/warnings.ts';
import type { TransportPlan } from './effective.ts';
import { fragmentsOf, mtuTowards } from './path-mtu.ts';

/** Nothing where all fits, or where the system does not tell the MTU. */
export async function pathWarnings(
  plan: TransportPlan,
  address: string,
  engine: 'portable' | 'linux' = 'portable',
): Promise<Warning[]> {
  if (plan.transport === 'tcp') return [];
  const mtu = await mtuTowards(address, engine);
  if (mtu === null) return [];
  const count = fragmentsOf(plan.size, mtu, isIPv6(address.split('%')[0]!));
  return count === 1 ? [] : [warning('fragments', { size: plan.size, count, mtu })];
}

/** Socket options that were asked for and that this engine cannot set: node:net and node:dgram know none of them. */
export function engineWarnings(
  spec: RunSpec,
  transport: Transport,
  engine: 'portable' | 'linux' | 'memory',
): Warning[] {
  if (engine === 'linux') return [];
  const tcp = transport === 'tcp';
  const unheard: readonly (readonly [string, boolean])[] = [
    ['--dscp', spec.dscp !== null],
    ['--congestion', tcp && spec.congestionControl !== null],
    ['--send-buffer', tcp && spec.sendBuffer !== null],
    ['--receive-buffer', tcp && spec.receiveBuffer !== null],
  ];
  return unheard.flatMap(([option, asked]) => (asked ? [warning('option-ignored', { option, engine })] : []));
}
