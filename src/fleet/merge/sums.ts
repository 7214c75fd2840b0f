/** What the agents have measured adds up to the whole: asked of every result before anybody sees it. Pure. */
import { SockbenchError } from '../../errors.ts';
import type { ProbeCounts } from '../../result/document/counts-schema.ts';
import type { FleetTransport } from './transports.ts';

const COUNTS = [
  'due',
  'sent',
  'received',
  'late',
  'lost',
  'open',
  'duplicates',
  'reordered',
  'corrupt',
  'foreign',
  'errors',
] as const satisfies readonly (keyof ProbeCounts)[];

/** Where one of them does not know, the whole does not have to. @throws SockbenchError `fleet-sums` */
export function requireSums({ result, counts }: FleetTransport): void {
  const { probes } = result;
  if (probes === null) return;
  const known = counts.filter((one) => one !== undefined);
  for (const count of COUNTS) {
    const whole = probes[count];
    const parts = known.map((one) => one[count]);
    if (whole == null || parts.some((part) => part == null)) continue;
    const sum = parts.reduce<number>((all, part) => all + part!, 0);
    if (sum !== whole) throw new SockbenchError('fleet-sums', 'merge', { field: count, sum, whole });
  }
}
