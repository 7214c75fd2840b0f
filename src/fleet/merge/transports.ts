/** The transports of a fleet's result: what all agents measured, assembled as one run's generators are. Pure. */
import type { AgentResult, TransportResult, Warning } from '../../result/document/schema.ts';
import { assemble } from '../../run/client/assemble/assemble.ts';
import { withTrust } from '../../run/client/assemble/figures/quality.ts';
import { warning } from '../../run/client/assemble/warnings.ts';
import type { Transport } from '../../units.ts';
import type { AgentPart } from './agent-part.ts';
import { lostPart } from './lost/lost.ts';
import { type AgentOutcome, isWhole, type Measured } from './outcome.ts';
import { type Merging, mergeParts } from './parts.ts';

type Counts = NonNullable<AgentResult['transports']['tcp']>;

export interface FleetTransport {
  readonly result: TransportResult;
  /** By agent, in their order; undefined: it never came so far. */
  readonly counts: readonly (Counts | undefined)[];
}

/** A generator that fell short of its share of the rate. */
const REACHED = 0.99;

/** null where nobody came so far. */
export function transportOf(
  transport: Transport,
  agents: readonly AgentOutcome[],
  merging: Merging,
): FleetTransport | null {
  const taken = agents.flatMap((agent) => {
    const measured = agent.measured.get(transport);
    return measured === undefined ? [] : [{ agent, measured, complete: isWhole(agent, measured) }];
  });
  if (taken.length === 0) return null;
  const engine = taken.find(({ measured }) => measured.part !== null)?.measured.part?.engine ?? 'portable';
  const parts = taken.map(({ agent, measured }) => partOf(agent, measured, engine));
  const whole = taken.every(({ complete }) => complete);
  const assembled = assemble(mergeParts(parts, merging), [])!;
  const counted = new Map<AgentOutcome, Counts>();
  for (const [at, { agent, complete }] of taken.entries())
    counted.set(agent, countsOf(assemble(mergeParts([parts[at]!], merging), [])!, complete));
  const result = whole ? assembled : incomplete(assembled);
  const behind = whole ? behindOf(agents, counted) : [];
  const quality = withTrust({ ...result.quality, warnings: [...behind, ...result.quality.warnings] });
  return { result: { ...result, quality }, counts: agents.map((agent) => counted.get(agent)) };
}

/** A part whose generators are all gone is worth as much as one that never came. */
function partOf(
  { name, machine }: AgentOutcome,
  { plan, part, progress }: Measured,
  engine: string,
): AgentPart {
  const lost = part === null || part.finished.length === 0;
  return { agent: name, machine, lost, part: lost ? lostPart(plan, progress, engine) : part };
}

/** How losses stood together is not known of what was never handed over; nor was it the generator that fell short. */
function incomplete(result: TransportResult): TransportResult {
  const { loss, quality } = result;
  const warnings = quality.warnings.filter(({ code }) => code !== 'generator-behind' && code !== 'send-lag');
  return {
    ...result,
    loss: { ...loss, confidence95: null, confidenceMethod: null, runLengths: null },
    flows: null,
    quality: withTrust({ ...quality, generator: { ...quality.generator, saturated: null }, warnings }),
  };
}

function countsOf({ probes, loss, rate, quality }: TransportResult, complete: boolean): Counts {
  const counts = probes ?? bothWays(loss);
  return { ...counts, rate, sendLagP99: quality.generator.sendLagP99, complete };
}

/** Mode both has no counts of its own: those of both directions together. */
function bothWays({ up, down }: TransportResult['loss']): Omit<Counts, 'rate' | 'sendLagP99' | 'complete'> {
  const sum = (pick: (one: NonNullable<typeof up>) => number | null | undefined): number =>
    (up === null ? 0 : (pick(up) ?? 0)) + (down === null ? 0 : (pick(down) ?? 0));
  return {
    sent: sum(({ sent }) => sent),
    received: sum(({ received }) => received),
    lost: sum(({ lost }) => lost),
    open: sum(({ open }) => open),
    late: null,
    duplicates: sum(({ duplicates }) => duplicates),
    reordered: sum(({ reordered }) => reordered),
    corrupt: null,
    foreign: null,
    refused: {},
    errors: 0,
  };
}

/** One that is slow is hidden by the many. */
function behindOf(agents: readonly AgentOutcome[], counted: ReadonlyMap<AgentOutcome, Counts>): Warning[] {
  return agents.flatMap((agent) => {
    const counts = counted.get(agent);
    const { offered = null, achieved = null } = counts?.rate ?? {};
    if (counts === undefined || offered === null || achieved === null) return [];
    // What was due is the better judge: a random schedule owes nobody its mean.
    const { due, sent } = counts;
    if (due == null ? achieved >= REACHED * offered : sent >= REACHED * due) return [];
    return [
      warning('agent-behind', {
        agent: agent.name,
        achieved: Math.round(achieved),
        offered: Math.round(offered),
      }),
    ];
  });
}
