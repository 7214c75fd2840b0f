/** The result of an echo run: the client's ledger and the server's, joined. Pure. */
import { ARRIVED, type DeliveryData, runLengthCoded, WAITED } from '../../../measure/delivery.ts';
import { most } from '../../../measure/extremes.ts';
import { Histogram } from '../../../measure/histogram.ts';
import { meanJitter } from '../../../measure/jitter.ts';
import type { LedgerSummary } from '../../../measure/ledger-data.ts';
import { mergeSummaries } from '../../../measure/merge.ts';
import { lossConfidence } from '../../../measure/statistics.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import type { IntervalRow, TransportResult } from '../../../result/schema.ts';
import { HeldBack } from '../held-back.ts';
import {
  asRecord,
  clientDrops,
  goodputOf,
  measuredSpan,
  rateOf,
  tcpOf,
  utilisationOf,
  wayOf,
} from './common.ts';
import { directionOf } from './directions.ts';
import { briefOf, distributionOf } from './distribution.ts';
import type { AssemblyInput } from './inputs.ts';
import { judgeQuality, saturated } from './warnings.ts';

const MOST_FLOWS = 1000;

export function assembleEcho(input: AssemblyInput): TransportResult {
  const { plan, finished, ledger, plainEcho } = input;
  const udp = plan.transport === 'udp';
  const summary = mergeSummaries(finished.map((part) => part.measured!));
  const warmups = finished.map((part) => part.warmup).filter((part) => part !== null);
  const warmup = warmups.length === 0 ? null : mergeSummaries(warmups);
  const { sent, received, late, lost } = summary;
  const arrived = received + late;
  const span = measuredSpan(input, summary.lastSent);
  const achieved = span > 0 ? (sent * 1e9) / span : null;
  const offered = rateOf(plan);
  const loss = lossOf(input, summary);
  const sendLag = summary.sendLag === null ? null : distributionOf(summary.sendLag);
  const judged = {
    closedLoop: plan.rate === 'closed',
    offered,
    achieved,
    sendLagP99: sendLag?.p99 ?? null,
    refused: asRecord(summary.refused),
    queueDrops: input.queueDrops,
    overrun: input.link?.overrun ?? 0,
    bufferDrops: {
      server: loss.up?.causes?.receiverBuffer ?? 0,
      client: loss.down?.causes?.receiverBuffer ?? 0,
    },
    samples: sent,
    byCount: sent >= plan.count,
  };
  return {
    transport: plan.transport,
    mode: plan.mode,
    clients: plan.clients,
    engine: input.engine,
    durationSeconds: span / 1e9,
    rate: { offered, achieved },
    warmup:
      warmup === null
        ? null
        : { sent: warmup.sent, received: warmup.received, lost: warmup.lost, late: warmup.late },
    probes: {
      sent,
      received,
      lost,
      late,
      duplicates: udp ? summary.duplicates : null,
      reordered: udp ? summary.reordered : null,
      corrupt: udp ? corruptOf(input, summary) : null,
      foreign: udp ? summary.foreign : null,
      refused: asRecord(summary.refused),
      errors: summary.errors,
    },
    bytes: { sent: sent * plan.size, received: arrived * plan.size },
    goodput: {
      up: ledger === null ? null : goodputOf(ledger.bytesReceived, span),
      down: goodputOf(arrived * plan.size, span),
    },
    loss,
    reordering: udp
      ? {
          ratio: arrived === 0 ? null : summary.reordered / arrived,
          maxExtent: most(summary.extents.keys()) ?? 0,
          extents: asRecord(summary.extents),
        }
      : null,
    jitter: {
      roundTrip: meanJitter([summary.jitter]),
      up: ledger?.jitter == null ? null : meanJitter([ledger.jitter]),
      down: plainEcho ? null : meanJitter([summary.jitterDown]),
    },
    ipdv: briefOf(summary.ipdv),
    delayVariation: briefOf(summary.delayVariation),
    latency: {
      response:
        summary.response === null ? null : distributionOf(summary.response, summary.intervals.latency),
      service: distributionOf(summary.service, summary.intervals.latency),
      sendLag,
      blocked: plan.transport === 'tcp' ? blockedOf(summary) : null,
    },
    connect: connectsOf(input, summary),
    tcp: tcpOf(input, ledger),
    intervals: intervalRows(summary, plan.size, plan.interval, span, udp),
    flows: input.perFlow ? flowRows(summary) : null,
    delivery: deliveryOf(input, summary),
    quality: {
      generator: {
        utilisation: utilisationOf(input),
        sendLagP99: sendLag?.p99 ?? null,
        saturated: saturated(judged),
      },
      timestampSource: finished[0]?.report.timestampSource ?? 'user',
      clockResolution: input.clockResolution,
      screen: input.screen,
      warnings: [...judgeQuality(judged), ...input.warnings],
    },
    link: input.link,
  };
}

/** Damaged on the way up or down; null where the server tells nothing of its side. A plain echo server notices nothing. */
function corruptOf({ ledger, plainEcho }: AssemblyInput, summary: LedgerSummary): number | null {
  if (plainEcho) return summary.corrupt;
  return ledger === null ? null : summary.corrupt + ledger.corrupt;
}

/** Mode `connect`: set-up times of the connections that were made, and how many were not. */
function connectsOf({ finished }: AssemblyInput, { errors }: LedgerSummary): TransportResult['connect'] {
  const parts = finished.map((part) => part.report.connects).filter((part) => part !== null);
  if (parts.length === 0) return null;
  return { ...distributionOf(Histogram.from(parts).data()), failed: errors };
}

function lossOf(input: AssemblyInput, summary: LedgerSummary): TransportResult['loss'] {
  const { plan, ledger } = input;
  const missing = summary.lost + summary.late;
  const { interval, method } = lossConfidence(summary.sent, missing, summary.runLengths, summary.batches);
  const tcp = plan.transport === 'tcp';
  const up =
    ledger === null
      ? null
      : directionOf({
          ...wayOf(input, 'up'),
          foreign: ledger.foreign,
          tcp,
          sent: summary.flows.map((flow) => flow.sent),
          received: ledger.received,
          drops: ledger.drops,
          notAnswered: null,
          duplicates: tcp ? null : ledger.duplicates,
          reordered: tcp ? null : ledger.reordered,
        });
  const down =
    ledger === null
      ? null
      : directionOf({
          ...wayOf(input, 'down'),
          foreign: summary.foreign,
          tcp,
          sent: ledger.received,
          received: summary.flows.map((flow) => flow.received + flow.late),
          drops: clientDrops(input),
          notAnswered: ledger.notAnswered,
          duplicates: tcp ? null : summary.duplicates,
          reordered: tcp ? null : summary.reorderedDown,
        });
  return {
    ratio: summary.sent === 0 ? null : missing / summary.sent,
    confidence95: interval,
    confidenceMethod: method,
    up,
    down,
    runLengths: asRecord(summary.runLengths),
  };
}

function blockedOf({ blocked }: LedgerSummary): TransportResult['latency']['blocked'] {
  return { count: blocked.count, total: blocked.total, max: blocked.count === 0 ? null : blocked.max };
}

function intervalRows(
  { intervals }: LedgerSummary,
  size: number,
  length: number,
  span: number,
  udp: boolean,
): IntervalRow[] {
  return Array.from(intervals.sent, (sent, index) => {
    const received = intervals.received[index]!;
    const late = intervals.late[index]!;
    const latency = Histogram.from(intervals.latency[index]!);
    const [p50, p99] = latency.quantiles([0.5, 0.99]);
    return {
      startSeconds: (index * length) / 1e9,
      endSeconds: Math.max((index * length) / 1e9, Math.min((index + 1) * length, span) / 1e9),
      sent,
      received,
      lost: sent - received - late,
      late,
      duplicates: udp ? intervals.duplicates[index]! : null,
      reordered: udp ? intervals.reordered[index]! : null,
      bytesUp: sent * size,
      bytesDown: (received + late) * size,
      retransmits: null,
      p50: p50!,
      p99: p99!,
      max: latency.count === 0 ? null : latency.max,
    };
  });
}

function flowRows(summary: LedgerSummary): TransportResult['flows'] {
  return summary.flows.slice(0, MOST_FLOWS).map(({ sent, received, late, delays }, id) => {
    const brief = briefOf(delays);
    return {
      id,
      sent,
      received,
      lost: sent - received - late,
      p50: brief?.p50 ?? null,
      p99: brief?.p99 ?? null,
    };
  });
}

const HELD = 'h'.charCodeAt(0);
const LOST = 'x'.charCodeAt(0);
const LOST_UP = 'u'.charCodeAt(0);
const LOST_DOWN = 'n'.charCodeAt(0);

/** The link tells who waited behind a lost segment. */
function markHeld({ codes, flow, number }: DeliveryData, packets: readonly FateRecord[], size: number): void {
  const held = new HeldBack(size);
  held.take(packets);
  codes.forEach((code, i) => {
    if ((code === ARRIVED || code === WAITED) && held.has(flow[i]!, number[i]!)) codes[i] = HELD;
  });
}

/** The server's bits tell on which way a lost probe was lost. */
function deliveryOf(
  { plan, ledger, link }: AssemblyInput,
  { delivery }: LedgerSummary,
): TransportResult['delivery'] {
  const { codes, flow, number } = delivery;
  const arrived = ledger?.arrived;
  if (arrived != null) {
    const bits = Buffer.from(arrived.bits, 'base64');
    codes.forEach((code, i) => {
      if (code !== LOST || number[i]! >= arrived.perFlow) return;
      const bit = flow[i]! * arrived.perFlow + number[i]!;
      if (bit >= bits.length * 8) return;
      codes[i] = (bits[bit >>> 3]! & (1 << (bit & 7))) === 0 ? LOST_UP : LOST_DOWN;
    });
  }
  if (plan.transport === 'tcp' && link !== null) markHeld(delivery, link.packets, plan.size);
  return { probes: codes.length, fates: runLengthCoded(codes) };
}
