/** The result of an echo run: the client's ledger and the server's, joined. Pure. */
import { most } from '../../../../measure/extremes.ts';
import { Histogram } from '../../../../measure/histogram.ts';
import type { LedgerSummary } from '../../../../measure/ledger-data.ts';
import { mergeSummaries } from '../../../../measure/merge.ts';
import { meanJitter } from '../../../../measure/variation/jitter.ts';
import type { IntervalRow, TransportResult } from '../../../../result/document/schema.ts';
import { wrongAnswersOf } from '../../control/wrong-answers.ts';
import { asRecord, blockedOf, measuredSpan, rateOf, startedOf, tcpOf, utilisationOf } from '../common.ts';
import { connectOf } from '../connect.ts';
import { type Arrived, arrivedOf } from '../goodput.ts';
import type { AssemblyInput } from '../inputs.ts';
import { outagesOf } from '../outages.ts';
import { type Pace, paceWarnings } from '../pace.ts';
import { doubts, heldIn, qualityOf } from '../quality.ts';
import { withRetransmits } from '../retransmits.ts';
import { ownDrops } from '../silent-drops.ts';
import { stallsOf, stallWarnings } from '../stalls.ts';
import { dueOf, undeliveredOf } from '../undelivered.ts';
import { judgeQuality } from '../warnings.ts';
import { allLate } from './all-late.ts';
import { delayOf, ownersOf } from './delays.ts';
import { deliveryOf } from './delivery.ts';
import { answersOf, briefOf, distributionOf } from './distribution.ts';
import { lossOf } from './loss.ts';
import { samplesOf } from './samples.ts';

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
  const byTime = arrivedOf(
    input,
    finished.map((part) => part.goodput!),
    span,
  );
  const achieved = span > 0 ? (sent * 1e9) / span : null;
  const offered = rateOf(plan);
  const due = dueOf(sent, asRecord(summary.refused), summary.skipped);
  const loss = lossOf(input, summary);
  const sendLag = summary.sendLag === null ? null : distributionOf(summary.sendLag);
  const response =
    summary.response === null ? null : distributionOf(summary.response, summary.intervals.latency);
  const outages = outagesOf(input, {
    trip: { due: due.due!, undelivered: due.due! - arrived },
    up: null,
    down: null,
  });
  const pace: Pace = {
    transport: plan.transport,
    side: 'client',
    offered,
    achieved,
    sendLagP99: sendLag?.p99 ?? null,
    due: due.due ?? null,
    sent,
    refused: asRecord(summary.refused),
    skippedFull: summary.skippedFull,
    blocked: summary.blocked,
    utilisation: utilisationOf(input),
    outages,
  };
  const judged = {
    closedLoop: plan.rate === 'closed',
    refused: asRecord(summary.refused),
    refusedThere: ledger?.refused ?? {},
    queueDrops: ownDrops(input, loss),
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
    ...startedOf(input),
    rate: { offered, achieved },
    warmup:
      warmup === null
        ? null
        : { sent: warmup.sent, received: warmup.received, lost: warmup.lost, late: warmup.late },
    probes: {
      due: due.due,
      sent,
      received,
      lost,
      open: summary.open,
      late,
      duplicates: udp ? summary.duplicates : null,
      reordered: udp ? summary.reordered : null,
      corrupt: udp ? corruptOf(input, summary) : null,
      foreign: udp ? summary.foreign : null,
      refused: asRecord(summary.refused),
      unsent: due.unsent,
      errors: summary.errors,
      ...(plainEcho && { wrong: wrongAnswersOf(finished) }),
    },
    bytes: { sent: sent * plan.size, received: arrived * plan.size },
    goodput: byTime.goodput,
    loss,
    outages,
    undelivered: plan.rate === 'closed' ? null : undeliveredOf(due, arrived),
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
      response,
      service: distributionOf(summary.service, summary.intervals.latency),
      sendLag,
      blocked: udp && plan.rate === 'closed' ? null : blockedOf(summary.blocked),
      reading: answersOf(summary.reading),
      network: answersOf(summary.delays?.network),
      server: answersOf(summary.delays?.server),
    },
    delay: delayOf(summary.delays, input.clocks),
    owners: ownersOf(summary.delays),
    stalls: stallsOf(input),
    connect: connectOf(input, plan.mode === 'connect' ? summary.errors : 0),
    tcp: tcpOf(input, ledger),
    intervals: withRetransmits(intervalRows(summary, byTime, plan.interval, span, udp), input),
    flows: input.perFlow ? flowRows(summary) : null,
    delivery: deliveryOf(input, summary),
    ...samplesOf(input, summary),
    quality: qualityOf(input, pace, [
      ...allLate(plan, summary),
      ...paceWarnings(pace),
      ...stallWarnings(input, arrived === 0 ? null : summary.hit / arrived, outages),
      ...doubts(heldIn(summary.delays?.owners, sendLag, response)),
      ...judgeQuality(judged),
      ...input.warnings,
    ]),
    link: input.link,
  };
}

/** Damaged on the way up or down; null where the server tells nothing of its side. A plain echo server notices nothing. */
function corruptOf({ ledger, plainEcho }: AssemblyInput, summary: LedgerSummary): number | null {
  if (plainEcho) return summary.corrupt;
  return ledger === null ? null : summary.corrupt + ledger.corrupt;
}

function intervalRows(
  { intervals }: LedgerSummary,
  arrived: Arrived,
  length: number,
  span: number,
  udp: boolean,
): IntervalRow[] {
  return Array.from(intervals.sent, (sent, index) => {
    const unsent = { refused: intervals.refused[index]!, skipped: intervals.skipped[index]! };
    const open = intervals.open[index]!;
    const received = intervals.received[index]!;
    const late = intervals.late[index]!;
    const latency = Histogram.from(intervals.latency[index]!);
    const [p50, p99] = latency.quantiles([0.5, 0.99]);
    return {
      startSeconds: (index * length) / 1e9,
      endSeconds: Math.max((index * length) / 1e9, Math.min((index + 1) * length, span) / 1e9),
      due: sent + unsent.refused + unsent.skipped,
      unsent,
      sent,
      received,
      lost: sent - received - late - open,
      open,
      late,
      duplicates: udp ? intervals.duplicates[index]! : null,
      reordered: udp ? intervals.reordered[index]! : null,
      bytesUp: arrived.up === null ? null : (arrived.up[index] ?? 0),
      bytesDown: arrived.down?.[index] ?? 0,
      retransmits: null,
      p50: p50!,
      p99: p99!,
      max: latency.count === 0 ? null : latency.max,
    };
  });
}

function flowRows(summary: LedgerSummary): TransportResult['flows'] {
  return summary.flows.slice(0, MOST_FLOWS).map(({ sent, received, late, settled, delays }, id) => {
    const brief = briefOf(delays);
    return {
      id,
      sent,
      received,
      lost: settled === null ? sent - received - late : settled.sent - settled.answered,
      p50: brief?.p50 ?? null,
      p99: brief?.p99 ?? null,
    };
  });
}
