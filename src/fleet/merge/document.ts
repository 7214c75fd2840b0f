/** The result of a fleet: one document as that of one run, and what each agent has done of it. Pure. */
import type { AgentResult, RunResult } from '../../result/document/schema.ts';
import type { RunSpec } from '../../result/spec.ts';
import { withTrust } from '../../run/client/assemble/figures/quality.ts';
import { documentOf } from '../../run/client/document.ts';
import type { Transport } from '../../units.ts';
import type { Failure } from '../protocol/messages.ts';
import { mergeEffective } from './effective.ts';
import { errorOf, isLate, shortfall, startWarnings } from './ending.ts';
import { type AgentOutcome, isWhole } from './outcome.ts';
import type { Merging } from './parts.ts';
import { requireSums } from './sums.ts';
import { type FleetTransport, transportOf } from './transports.ts';

export interface FleetOutcome extends Merging {
  readonly spec: RunSpec;
  readonly version: string;
  readonly command: readonly string[];
  readonly startedAt: string;
  readonly agents: readonly AgentOutcome[];
  readonly interrupted: boolean;
  /** Why there was no run, or not to its end. */
  readonly failure: Failure | null;
}

/** @throws SockbenchError `fleet-sums` where the parts do not add up to the whole: a mistake of ours */
export function fleetResult(outcome: FleetOutcome): RunResult {
  const { spec, agents, version, command, startedAt, interrupted, failure } = outcome;
  const measured = spec.transports.flatMap((transport) => {
    const one = transportOf(transport, agents, outcome);
    return one === null ? [] : [{ transport, one }];
  });
  for (const { one } of measured) requireSums(one);
  const rows = measured.length === 0 ? [] : agents.map((agent, at) => rowOf(agent, at, measured));
  const warnings = startWarnings(rows);
  const transports = measured.map(({ one: { result } }) => ({
    ...result,
    quality: withTrust({ ...result.quality, warnings: [...warnings, ...result.quality.warnings] }),
  }));
  return documentOf({
    version,
    command,
    startedAt,
    spec,
    effective: mergeEffective(
      spec,
      agents.flatMap(({ effective }) => effective ?? []),
    ),
    transports,
    agents: rows,
    interrupted,
    failure: failure === null ? shortfall(agents, rows) : errorOf(failure),
  });
}

function rowOf(
  agent: AgentOutcome,
  at: number,
  measured: readonly { readonly transport: Transport; readonly one: FleetTransport }[],
): AgentResult {
  const { name, host, share, clock } = agent;
  const counts = measured.flatMap(({ transport, one }) => {
    const own = one.counts[at];
    return own === undefined ? [] : [[transport, own] as const];
  });
  const whole = [...agent.measured.values()].every((one) => isWhole(agent, one));
  const state = !whole || agent.lost ? 'lost' : isLate(clock) ? 'late' : 'done';
  const until = state === 'lost' ? { untilSeconds: untilOf(agent) } : {};
  return { name, host, state, share, clock, ...until, transports: Object.fromEntries(counts) };
}

/** Until when it has told, in the last part that it took. */
function untilOf({ measured }: AgentOutcome): number | null {
  const last = [...measured.values()].at(-1);
  if (last === undefined) return null;
  const { part, progress } = last;
  const ends = part?.finished.map(({ report }) => report.endedAt) ?? [];
  const at = ends.length > 0 ? Math.max(...ends) : progress.latest?.moment.at;
  return at === undefined ? 0 : Math.max(0, at) / 1e9;
}
