/** Why a fleet cannot begin: before anything is sent, one agent that cannot is enough to end it. Pure. */
import type { Failure } from '../protocol/messages.ts';
import { PREPARING } from '../times.ts';
import type { Member } from './member.ts';

/** An agent that was silent for so long while nothing runs is not there. */
const SILENT = 5e9;

export interface Preparing {
  readonly now: number;
  /** Since when they prepare. */
  readonly since: number;
  /** The bus is away: nobody's silence counts. */
  readonly away: boolean;
  readonly target: string;
}

export function unprepared(members: readonly Member[], context: Preparing): Failure | undefined {
  const { now, since, target } = context;
  for (const member of members) {
    const failure = failureOf(member, context);
    if (failure !== undefined) return failure;
  }
  const slow = members.find(({ report }) => report.state !== 'ready');
  if (slow === undefined || now < since + PREPARING) return undefined;
  return of(slow, 'agent-slow', { seconds: PREPARING / 1e9, address: target });
}

function failureOf(member: Member, { now, away }: Preparing): Failure | undefined {
  const { failure, state } = member.report;
  if (failure !== null) return of(member, 'agent-failed', { ...failure.details, failure: failure.code });
  const silent = !away && member.silentFor(now) > SILENT;
  return silent || member.lost(now) || state === 'over' ? of(member, 'agent-silent') : undefined;
}

const of = ({ name }: Member, code: string, details: Failure['details'] = {}): Failure => ({
  code,
  operation: 'prepare',
  details: { ...details, agent: name },
});
