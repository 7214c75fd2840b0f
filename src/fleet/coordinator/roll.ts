/** Who is there: agents that answered a call, and which of them a run can have. Pure. */
import type { Failure } from '../protocol/messages.ts';
import { SETTLED } from '../times.ts';
import type { Member } from './member.ts';

export interface Roll {
  /** Enough that are free, by name; else undefined. */
  readonly chosen: readonly Member[] | undefined;
  /** Why it cannot become enough any more; undefined: it still may. */
  readonly failure: Failure | undefined;
}

export interface RollContext {
  readonly wanted: number;
  readonly tool: string;
  readonly target: string;
  /** ns since the last one came, and since the call began. */
  readonly quiet: number;
  readonly waited: number;
  readonly patience: number;
  /** Answers that were signed with another key, or not at all; signed ones where there is no key here. */
  readonly unheard: number;
}

const namesOf = (members: readonly Member[]): string => members.map(({ name }) => name).join(', ');

export function callTheRoll(members: readonly Member[], context: RollContext): Roll {
  const { wanted, tool, quiet, waited, patience } = context;
  const same = members.filter(({ report }) => report.tool === tool);
  const free = same
    .filter(({ report }) => report.state === 'free')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const twins = free.filter(({ name }, at) => name === free[at - 1]?.name);
  if (twins.length > 0)
    return { chosen: undefined, failure: failed('agent-twice', { agent: twins[0]!.name }) };
  if (free.length >= wanted) return { chosen: free.slice(0, wanted), failure: undefined };
  // Whoever would have been enough, were it free or of this version, has come: nobody else is on the way.
  const enough = members.length >= wanted && quiet >= SETTLED;
  if (!enough && waited < patience) return { chosen: undefined, failure: undefined };
  return { chosen: undefined, failure: missing(members, same, free, context) };
}

function missing(
  members: readonly Member[],
  same: readonly Member[],
  free: readonly Member[],
  { wanted, tool, unheard }: RollContext,
): Failure {
  const other = members.find((member) => !same.includes(member));
  if (other !== undefined)
    return failed('agent-version', { agent: other.name, theirs: other.report.tool, ours: tool });
  const busy = same.filter((member) => !free.includes(member));
  if (busy.length > 0) return failed('agent-busy', { agent: namesOf(busy), count: busy.length });
  if (unheard > 0) return failed('agents-key', { wanted, found: free.length });
  return failed('agents-missing', { wanted, found: free.length, names: namesOf(free) });
}

const failed = (code: string, details: Failure['details']): Failure => ({
  code,
  operation: 'gather',
  details,
});
