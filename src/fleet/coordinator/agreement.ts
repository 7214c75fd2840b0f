/** Whether what the agents were granted makes one run: what must be alike is alike. Pure. */
import type { Failure, Granted } from '../protocol/messages.ts';
import type { Member } from './member.ts';

const ALIKE = ['mode', 'size', 'duration', 'warmup'] as const;

/** Where it has to be asked for differently, so that all can have it. */
const OPTION = { mode: '--mode', size: '--size', duration: '--duration', warmup: '--warmup' } as const;

/** The first difference, by the agent that differs; undefined: there is none. */
export function disagreement(members: readonly Member[]): Failure | undefined {
  const [first, ...others] = members.map(({ name, report }) => ({ name, granted: report.ready!.granted }));
  for (const { name, granted } of others) {
    const difference = differing(first!.granted, granted);
    if (difference === undefined) continue;
    const details = { agent: name, other: first!.name, ...difference };
    return { code: 'agents-differ', operation: 'prepare', details };
  }
  return undefined;
}

function differing(some: readonly Granted[], others: readonly Granted[]): Failure['details'] | undefined {
  if (some.length !== others.length)
    return { option: 'transports', amount: others.length, common: some.length };
  for (const [at, one] of some.entries())
    for (const field of ALIKE) {
      const [common, value] = [one[field], others[at]![field]];
      if (common !== value)
        return { option: OPTION[field], amount: value ?? 'null', common: common ?? 'null' };
    }
  return undefined;
}
