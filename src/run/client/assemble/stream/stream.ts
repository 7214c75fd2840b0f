/** The result of one-way streams: what each sender sent beside what the other end received. Pure. */

import { most } from '../../../../measure/extremes.ts';
import { Histogram } from '../../../../measure/histogram.ts';
import { meanJitter } from '../../../../measure/variation/jitter.ts';
import type { DirectionLoss, ProbeCounts } from '../../../../result/document/counts-schema.ts';
import type { Distribution, TransportResult, Warning } from '../../../../result/document/schema.ts';
import type { StreamSummary } from '../../../../session/stream/data.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import { endedIn, headOf, measuredSpan, rateOf, tcpOf } from '../common.ts';
import { connectOf } from '../connect.ts';
import { total } from '../directions.ts';
import { distributionOf } from '../figures/distribution.ts';
import { arrivedOf } from '../figures/goodput.ts';
import { outagesOf } from '../figures/outages.ts';
import { type Pace, paceWarnings } from '../figures/pace.ts';
import { qualityOf } from '../figures/quality.ts';
import { withRetransmits } from '../figures/retransmits.ts';
import { ownDrops } from '../figures/silent-drops.ts';
import { stallsOf, stallWarnings } from '../figures/stalls.ts';
import { withDue } from '../figures/undelivered.ts';
import type { AssemblyInput } from '../inputs.ts';
import { judgeQuality, warning } from '../warnings.ts';
import {
  blockedUp,
  countsOf,
  downOf,
  dueByRate,
  dueDown,
  dueUp,
  paceOf,
  refusedOf,
  standingOf,
  upOf,
} from './directions.ts';
import { streamLosses } from './losses.ts';
import { flowRows, intervalRows } from './rows.ts';

export function assembleStream(input: AssemblyInput): TransportResult {
  const { plan, finished, ledger } = input;
  const udp = plan.transport === 'udp';
  const parts = finished.map((part) => part.stream!);
  const span = measuredSpan(input, Math.max(...parts.map((part) => part.lastSent)));
  const goodputs = parts.flatMap(({ goodput }) => goodput ?? []);
  const arrived = arrivedOf(input, goodputs, span);
  const { up, down, single } = directionsOf(input, parts);
  const left = leftOf(input, parts);
  const refused = refusedOf(parts, ledger);
  const countsDown = down !== null && ledger === null ? dueByRate(input, parts) : countsOf(down);
  const outages = outagesOf(input, { trip: null, up: countsOf(up), down: countsDown });
  const sendLag = sendLagOf(parts);
  const pace: Pace = {
    ...paceOf(input, parts, up ?? down!),
    ended: endedIn(input),
    offered: rateOf(plan),
    achieved: left === null || span === 0 ? null : (left * 1e9) / span,
    sendLagP99: sendLag?.p99 ?? null,
    outages,
  };
  return {
    ...headOf(input, span, pace),
    warmup: plan.warmup === 0 ? null : warmupOf(plan, parts, ledger),
    probes: single === null ? null : probesOf(input, single, parts, refused),
    bytes: bytesOf(input, parts, arrived.bytes),
    goodput: arrived.goodput,
    loss: { ratio: single?.ratio ?? null, ...withSides(streamLosses(input, single, refused), up, down) },
    undelivered: single?.undelivered ?? null,
    outages,
    reordering: udp ? reorderingOf(plan.mode, parts, ledger) : null,
    jitter: {
      roundTrip: null,
      up: !udp || ledger?.jitter == null || up === null ? null : meanJitter([ledger.jitter]),
      down: !udp || down === null ? null : meanJitter(parts.map((part) => part.jitterDown)),
    },
    ipdv: null,
    delayVariation: null,
    latency: { response: null, service: null, sendLag, blocked: blockedUp(input, parts) },
    stalls: stallsOf(input),
    connect: connectOf(input, 0),
    tcp: tcpOf(input, ledger),
    intervals: withRetransmits(intervalRows(parts, plan, arrived, span), input),
    flows: input.perFlow ? flowRows(parts, ledger, plan.mode, standingOf(input, parts)) : null,
    delivery: null,
    quality: qualityOf(input, plan.mode === 'down' ? null : pace, [
      ...paceWarnings(pace),
      ...stallWarnings(input, null, outages),
      ...judgeQuality(judgedOf(input, parts, { up, down }, left)),
      ...olderServer(input),
      ...input.warnings,
    ]),
    link: input.link,
  };
}

type Parts = readonly StreamSummary[];

interface Sides {
  readonly up: DirectionLoss | null;
  readonly down: DirectionLoss | null;
}

/** `single`: the one direction of a mode that has but one. */
function directionsOf(input: AssemblyInput, parts: Parts): Sides & { readonly single: DirectionLoss | null } {
  const { plan, ledger } = input;
  // A flood of a stream is as fast as its connection: nothing is due.
  const paced = plan.transport === 'udp' || plan.rate !== 'max';
  const up = plan.mode === 'down' ? null : withDue(upOf(input, parts), dueUp(parts), paced);
  const down = plan.mode === 'up' ? null : withDue(downOf(input, parts), dueDown(ledger), paced);
  return { up, down, single: plan.mode === 'both' ? null : (up ?? down) };
}

const withSides = (
  { confidence95, confidenceMethod, runLengths }: ReturnType<typeof streamLosses>,
  up: DirectionLoss | null,
  down: DirectionLoss | null,
) => ({ confidence95, confidenceMethod, up, down, runLengths });

/** How many were sent by whoever sets the pace. */
function leftOf({ plan, ledger }: AssemblyInput, parts: Parts): number | null {
  if (plan.mode !== 'down') return total(parts.map((part) => total(part.sentOf)));
  return ledger === null ? null : total(ledger.sent);
}

function sendLagOf(parts: Parts): Distribution | null {
  const lags = parts.map((part) => part.sendLag).filter((lag) => lag !== null);
  return lags.length === 0 ? null : distributionOf(Histogram.from(lags).data());
}

const judgedOf = (
  input: AssemblyInput,
  parts: Parts,
  { up, down }: Sides,
  left: number | null,
): Parameters<typeof judgeQuality>[0] => ({
  closedLoop: false,
  refused: refusedOf(parts, null),
  refusedThere: input.ledger?.refused ?? {},
  queueDrops: ownDrops(input, { up, down }),
  overrun: input.link?.overrun ?? 0,
  bufferDrops: {
    server: up?.causes?.receiverBuffer ?? 0,
    client: down?.causes?.receiverBuffer ?? 0,
  },
  // A stream has no share of losses that would need a confidence.
  samples: input.plan.transport === 'udp' ? (left ?? 0) : 0,
  byCount: left !== null && left >= input.plan.count,
});

/** Received: of datagrams each counts once, whenever it came; of a stream, what came in its span. */
function bytesOf(
  { plan, ledger }: AssemblyInput,
  parts: Parts,
  arrived: { readonly up: number | null; readonly down: number | null },
): TransportResult['bytes'] {
  const own = (pick: (part: StreamSummary) => number): number => total(parts.map(pick));
  const inSpan = plan.transport === 'tcp' ? arrived[plan.mode === 'up' ? 'up' : 'down'] : null;
  const received = plan.mode === 'up' ? (ledger?.bytesReceived ?? null) : own((part) => part.bytesReceived);
  return {
    sent: plan.mode === 'down' ? (ledger?.bytesSent ?? null) : own((part) => part.bytesSent),
    received: inSpan ?? received,
  };
}

/** It tells how much came, and not when: said once. */
function olderServer({ ledger, plan }: AssemblyInput): Warning[] {
  const silent = plan.mode !== 'down' && ledger !== null && ledger.goodput === undefined;
  return silent ? [warning('arrival-times-unknown')] : [];
}

function probesOf(
  { plan, ledger }: AssemblyInput,
  direction: DirectionLoss,
  parts: readonly StreamSummary[],
  refused: Record<string, number>,
): ProbeCounts | null {
  const { sent, received, lost } = direction;
  const udp = plan.transport === 'udp';
  const up = plan.mode === 'up';
  if (sent === null || received === null || lost === null) return null;
  const sum = (pick: (part: StreamSummary) => number): number => total(parts.map(pick));
  return {
    due: direction.due ?? null,
    sent,
    received,
    lost,
    open: direction.open ?? 0,
    late: null,
    duplicates: udp ? direction.duplicates : null,
    reordered: udp ? direction.reordered : null,
    corrupt: udp ? (up ? (ledger?.corrupt ?? null) : sum((part) => part.corrupt)) : null,
    foreign: udp ? (up ? (ledger?.foreign ?? null) : sum((part) => part.foreign)) : null,
    refused,
    unsent: direction.unsent ?? null,
    errors: sum((part) => part.errors),
  };
}

function warmupOf(
  { mode, transport }: AssemblyInput['plan'],
  parts: Parts,
  ledger: ServerLedger | null,
): TransportResult['warmup'] {
  if (ledger === null) return null;
  const own = {
    sent: total(parts.map((part) => part.warmup.sent)),
    received: total(parts.map((part) => part.warmup.received)),
  };
  const sent = (mode === 'down' ? 0 : own.sent) + (mode === 'up' ? 0 : ledger.warmup.sent);
  const received = (mode === 'down' ? 0 : ledger.warmup.received) + (mode === 'up' ? 0 : own.received);
  return { sent, received, lost: transport === 'tcp' ? 0 : Math.max(0, sent - received), late: null };
}

function reorderingOf(
  mode: string,
  parts: readonly StreamSummary[],
  ledger: ServerLedger | null,
): TransportResult['reordering'] {
  if (mode === 'both' || (mode === 'up' && ledger === null)) return null;
  const extents = new Map<string, number>();
  if (mode === 'up') for (const [extent, n] of Object.entries(ledger!.extents)) extents.set(extent, n);
  else
    for (const part of parts)
      for (const [extent, n] of part.extents)
        extents.set(String(extent), (extents.get(String(extent)) ?? 0) + n);
  const received =
    mode === 'up' ? total(ledger!.received) : total(parts.map((part) => total(part.receivedOf)));
  const reordered = mode === 'up' ? ledger!.reordered : total(parts.map((part) => part.reordered));
  return {
    ratio: received === 0 ? null : reordered / received,
    maxExtent: most([...extents.keys()].map(Number)) ?? 0,
    extents: Object.fromEntries(extents),
  };
}
