/**
 * The parts of several agents as the input of one assembly: their generators stand beside each other as the threads of one
 * run do, so that every count and every cell of every histogram is summed up by the code that sums up those. Pure.
 */

import type { Warning } from '../../result/document/schema.ts';
import type { AssemblyInput } from '../../run/client/assemble/inputs.ts';
import type { TransportPlan } from '../../run/client/plan/effective.ts';
import { linkOf } from '../../run/lab/link/guest-link.ts';
import type { AgentPart } from './agent-part.ts';
import { withComparableClocks } from './clocks.ts';
import { mergeLedgers } from './ledger/ledgers.ts';
import { settled } from './settled.ts';

export interface Merging {
  readonly perFlow: boolean;
  /** A screen was drawn on a machine that measured. */
  readonly screen: boolean;
}

/** @param agents at least one */
export function mergeParts(all: readonly AgentPart[], { perFlow, screen }: Merging): AssemblyInput {
  const { agents, clocks } = withComparableClocks(all);
  const cutShort = agents.some(({ part }) => part.cutShort);
  const parts = agents.map(({ part }) => (cutShort ? settled(part) : part));
  const whole = agents.filter(({ lost }) => !lost).map(({ part }) => part);
  const sessions = parts.flatMap(({ ledger, workers }) => (ledger === null ? [] : [{ ledger, workers }]));
  const ledger = sessions.length < parts.length ? null : mergeLedgers(sessions);
  const ends = parts.map(({ peerEndedAt }) => peerEndedAt).filter((at) => at !== null);
  return {
    plan: mergePlans(parts.map(({ plan }) => plan)),
    engine: [...new Set(parts.map(({ engine }) => engine))].sort().join(', '),
    finished: parts.flatMap(({ finished }) => finished.map((one) => ({ type: 'finished' as const, ...one }))),
    workers: parts.reduce((all, { workers }) => all + workers, 0),
    ledger,
    plainEcho: parts.every(({ plainEcho }) => plainEcho),
    completed: whole.every(({ completed }) => completed) && whole.length > 0,
    cutShort,
    perFlow,
    screen,
    clockResolution: mostKnown(parts.map(({ clockResolution }) => clockResolution)),
    link: linkOf(ledger),
    clocks,
    warnings: mergeWarnings(agents),
    // All of them have ended only when the last one has.
    peerEndedAt: ends.length < parts.length ? null : Math.max(...ends),
    linkDown: [],
    queueDrops: queueDropsOf(agents),
    processorTaken: {
      throttled: mostKnown(parts.map(({ processorTaken }) => processorTaken.throttled)),
      stolen: mostKnown(parts.map(({ processorTaken }) => processorTaken.stolen)),
    },
  };
}

/** The whole load; what is alike at all of them is that of the first. */
export function mergePlans(plans: readonly TransportPlan[]): TransportPlan {
  const [first] = plans;
  const rates = plans.map(({ rate }) => rate);
  return {
    ...first!,
    clients: plans.reduce((all, { clients }) => all + clients, 0),
    rate: rates.every((rate) => typeof rate === 'number')
      ? rates.reduce((all, rate) => all + rate, 0)
      : first!.rate,
    count: plans.reduce((all, { count }) => all + count, 0),
  };
}

const mostKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};

/** Agents on one machine have read the same counters. */
function queueDropsOf(agents: readonly AgentPart[]): number | null {
  const byMachine = new Map<string, number>();
  for (const { agent, machine, part } of agents) {
    if (part.queueDrops === null) return null;
    const key = machine ?? `agent ${agent}`;
    byMachine.set(key, Math.max(byMachine.get(key) ?? 0, part.queueDrops));
  }
  return [...byMachine.values()].reduce((all, drops) => all + drops, 0);
}

/** Said once, with the first agent's figures where several say it. */
function mergeWarnings(agents: readonly AgentPart[]): Warning[] {
  const byContent = new Map<string, Warning>();
  for (const { part } of agents)
    for (const warning of part.warnings)
      byContent.set(JSON.stringify([warning.code, warning.details]), warning);
  return [...byContent.values()];
}
