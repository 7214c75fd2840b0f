/** What a path does to a run, known before anything is sent. Pure. */
import type { Warning } from '../../../result/document/schema.ts';
import { fragmentsOf } from '../../fragments.ts';
import { warning } from '../assemble/warnings.ts';
import type { TransportPlan } from './effective.ts';
import type { Path } from './path-mtu.ts';

/** Nothing where all fits, or where the system does not tell the MTU. */
export function pathWarnings({ transport, size }: TransportPlan, { mtu, v6 }: Path): Warning[] {
  if (transport === 'tcp' || mtu === null) return [];
  const count = fragmentsOf(size, mtu, v6);
  return count === 1 ? [] : [warning('fragments', { size, count, mtu })];
}
