/** The directions of a one-way run: what was due and left at one end beside what arrived at the other. Pure. */
import { interleave } from '../../../../measure/ledger/merge.ts';
import { mergedBlocked } from '../../../../measure/ledger/probe-times.ts';
import type { DirectionLoss } from '../../../../result/document/counts-schema.ts';
import type { StreamSummary } from '../../../../session/stream/data.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import { asRecord, blockedOf, clientDrops, utilisationOf, wayOf } from '../common.ts';
import { directionOf, halfKnown, total } from '../directions.ts';
import type { Pace } from '../figures/pace.ts';
import { dueOf } from '../figures/undelivered.ts';
import type { AssemblyInput } from '../inputs.ts';
import { seenPart } from './losses.ts';

export function upOf(input: AssemblyInput, parts: readonly StreamSummary[]): DirectionLoss {
  const { plan, ledger } = input;
  const sent = interleave(parts.map((part) => part.sentOf));
  if (ledger === null) return halfKnown(total(sent), null);
  const tcp = plan.transport === 'tcp';
  return directionOf({
    sent,
    received: ledger.received,
    ...(input.cutShort ? { settled: seenPart(input, 'up', ledger.received) } : {}),
    drops: ledger.drops,
    notAnswered: null,
    duplicates: tcp ? null : ledger.duplicates,
    reordered: tcp ? null : ledger.reordered,
    ...wayOf(input, 'up'),
    foreign: ledger.foreign,
    tcp,
    standing: standingOf(input, parts),
  });
}

export function downOf(input: AssemblyInput, parts: readonly StreamSummary[]): DirectionLoss {
  const { plan, ledger } = input;
  const received = interleave(parts.map((part) => part.receivedOf));
  if (ledger === null) return halfKnown(null, total(received));
  const tcp = plan.transport === 'tcp';
  return directionOf({
    sent: ledger.sent,
    received,
    ...(input.cutShort ? { settled: seenPart(input, 'down', received) } : {}),
    drops: clientDrops(input),
    notAnswered: null,
    duplicates: tcp ? null : total(parts.map((part) => part.duplicates)),
    reordered: tcp ? null : total(parts.map((part) => part.reordered)),
    ...wayOf(input, 'down'),
    foreign: total(parts.map((part) => part.foreign)),
    tcp,
    standing: standingOf(input, parts),
  });
}

/** null where nobody knows what was due. */
export const countsOf = (direction: DirectionLoss | null) =>
  direction?.due == null || direction.received === null
    ? null
    : { due: direction.due, undelivered: direction.due - direction.received };

/** What comes down where the server told nothing in the end: due by the rate, which says at least that it fell silent. */
export function dueByRate(
  { plan: { rate, duration, count }, finished }: AssemblyInput,
  parts: readonly StreamSummary[],
): { readonly due: number; readonly undelivered: number } | null {
  if (typeof rate !== 'number') return null;
  const received = total(parts.flatMap(({ receivedOf }) => receivedOf));
  const active = Math.max(...finished.map(({ report }) => report.endedAt - report.measuredFrom));
  const due = Math.max(received, Math.min(count, Math.floor((rate * Math.min(duration, active)) / 1e9)));
  return { due, undelivered: due - received };
}

export const dueUp = (parts: readonly StreamSummary[]) =>
  dueOf(
    total(parts.map(({ sentOf }) => total(sentOf))),
    refusedOf(parts, null),
    total(parts.map(({ skipped }) => skipped)),
  );

export const dueDown = (ledger: ServerLedger | null) =>
  dueOf(ledger && total(ledger.sent), ledger?.refused ?? {}, ledger?.skipped ?? null);

/** How the stream left whose rate was asked for: the client's, or the server's where that alone sends. */
export function paceOf(
  input: AssemblyInput,
  parts: readonly StreamSummary[],
  { due, sent }: DirectionLoss,
): Pick<Pace, 'transport' | 'side' | 'due' | 'sent' | 'refused' | 'skippedFull' | 'blocked' | 'utilisation'> {
  const { plan, ledger } = input;
  const common = { transport: plan.transport, due: due ?? null, sent };
  if (plan.mode === 'down')
    return {
      ...common,
      side: 'server',
      refused: ledger?.refused ?? {},
      skippedFull: ledger?.skippedFull ?? 0,
      blocked: null,
      utilisation: null,
    };
  return {
    ...common,
    side: 'client',
    refused: refusedOf(parts, null),
    skippedFull: total(parts.map((part) => part.skippedFull)),
    blocked: mergedBlocked(parts.map(({ blocked }) => blocked).filter((sum) => sum !== null)),
    utilisation: utilisationOf(input),
  };
}

/** Of what goes up by a schedule; what the server's probes waited is not told. */
export function blockedUp({ plan }: AssemblyInput, parts: readonly StreamSummary[]) {
  const sums = parts.map(({ blocked }) => blocked).filter((sum) => sum !== null);
  return plan.rate === 'max' || sums.length === 0 ? null : blockedOf(mergedBlocked(sums));
}

/** Connections that stood to the end: what they have not brought is on its way, or in a socket. null: no connections. */
export const standingOf = ({ plan }: AssemblyInput, parts: readonly StreamSummary[]): boolean[] | null =>
  plan.transport === 'tcp' ? interleave(parts.map(({ endedOf }) => endedOf)).map((ended) => !ended) : null;

export function refusedOf(
  parts: readonly StreamSummary[],
  ledger: ServerLedger | null,
): Record<string, number> {
  const all = new Map<string, number>(Object.entries(ledger?.refused ?? {}));
  for (const part of parts) for (const [errno, n] of part.refused) all.set(errno, (all.get(errno) ?? 0) + n);
  return asRecord(all);
}
