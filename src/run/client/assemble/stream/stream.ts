/** The result of one-way streams: what each sender sent beside what the other end received. Pure. */

import { most } from '../../../../measure/extremes.ts';
import { Histogram } from '../../../../measure/histogram.ts';
import { meanJitter } from '../../../../measure/variation/jitter.ts';
import type { DirectionLoss, ProbeCounts } from '../../../../result/document/counts-schema.ts';
import type { TransportResult, Warning } from '../../../../result/document/schema.ts';
import type { StreamSummary } from '../../../../session/stream/data.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import { measuredSpan, rateOf, startedOf, tcpOf } from '../common.ts';
import { connectOf } from '../connect.ts';
import { total } from '../directions.ts';
import { distributionOf } from '../echo/distribution.ts';
import { arrivedOf } from '../goodput.ts';
import type { AssemblyInput } from '../inputs.ts';
import { outagesOf } from '../outages.ts';
import { paceWarnings } from '../pace.ts';
import { qualityOf } from '../quality.ts';
import { withRetransmits } from '../retransmits.ts';
import { ownDrops } from '../silent-drops.ts';
import { stallsOf, stallWarnings } from '../stalls.ts';
import { withDue } from '../undelivered.ts';
import { judgeQuality, warning } from '../warnings.ts';
import {
  blockedUp,
  countsOf,
  downOf,
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
  const sum = (pick: (part: StreamSummary) => number): number => total(parts.map(pick));
  const lastSent = Math.max(...parts.map((part) => part.lastSent));
  const span = measuredSpan(input, lastSent);
  const arrived = arrivedOf(
    input,
    parts.flatMap(({ goodput }) => goodput ?? []),
    span,
  );
  // A flood of a stream is as fast as its connection: nothing is due.
  const paced = udp || plan.rate !== 'max';
  const up = plan.mode === 'down' ? null : withDue(upOf(input, parts), dueUp(parts), paced);
  const down = plan.mode === 'up' ? null : withDue(downOf(input, parts), dueDown(ledger), paced);
  const single = plan.mode === 'both' ? null : (up ?? down);
  const sentUp = sum((part) => total(part.sentOf));
  const left = plan.mode === 'down' ? (ledger === null ? null : total(ledger.sent)) : sentUp;
  const achieved = left === null || span === 0 ? null : (left * 1e9) / span;
  const offered = rateOf(plan);
  const lags = parts.map((part) => part.sendLag).filter((lag) => lag !== null);
  const sendLag = lags.length === 0 ? null : distributionOf(Histogram.from(lags).data());
  const refused = refusedOf(parts, ledger);
  const losses = streamLosses(input, single, refused);
  const outages = outagesOf(input, { trip: null, up: countsOf(up), down: countsOf(down) });
  const pace = {
    ...paceOf(input, parts, up ?? down!),
    offered,
    achieved,
    sendLagP99: sendLag?.p99 ?? null,
    outages,
  };
  const judged = {
    closedLoop: false,
    refused: refusedOf(parts, null),
    refusedThere: ledger?.refused ?? {},
    queueDrops: ownDrops(input, { up, down }),
    overrun: input.link?.overrun ?? 0,
    bufferDrops: {
      server: up?.causes?.receiverBuffer ?? 0,
      client: down?.causes?.receiverBuffer ?? 0,
    },
    // A stream has no share of losses that would need a confidence.
    samples: udp ? (left ?? 0) : 0,
    byCount: left !== null && left >= plan.count,
  };
  const warmup = { sent: sum((part) => part.warmup.sent), received: sum((part) => part.warmup.received) };
  return {
    transport: plan.transport,
    mode: plan.mode,
    clients: plan.clients,
    engine: input.engine,
    durationSeconds: span / 1e9,
    ...startedOf(input),
    rate: { offered, achieved },
    warmup: plan.warmup === 0 ? null : warmupOf(plan, warmup, ledger),
    probes: single === null ? null : probesOf(input, single, parts, refused),
    bytes: {
      sent: plan.mode === 'down' ? (ledger?.bytesSent ?? null) : sum((part) => part.bytesSent),
      received: bytesReceived(input, arrived.bytes, sum),
    },
    goodput: arrived.goodput,
    loss: {
      ratio: single?.ratio ?? null,
      confidence95: losses.confidence95,
      confidenceMethod: losses.confidenceMethod,
      up,
      down,
      runLengths: losses.runLengths,
    },
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
      ...judgeQuality(judged),
      ...olderServer(input),
      ...input.warnings,
    ]),
    link: input.link,
  };
}

/** Of datagrams each counts once, whenever it came; of a stream, what came in its span. */
function bytesReceived(
  { plan, ledger }: AssemblyInput,
  arrived: { readonly up: number | null; readonly down: number | null },
  sum: (pick: (part: StreamSummary) => number) => number,
): number | null {
  const direction = plan.mode === 'up' ? 'up' : 'down';
  if (plan.transport === 'tcp' && arrived[direction] !== null) return arrived[direction];
  return plan.mode === 'up' ? (ledger?.bytesReceived ?? null) : sum((part) => part.bytesReceived);
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
  own: { readonly sent: number; readonly received: number },
  ledger: ServerLedger | null,
): TransportResult['warmup'] {
  if (ledger === null) return null;
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
