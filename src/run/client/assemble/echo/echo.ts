/** The result of an echo run: the client's ledger and the server's, joined. Pure. */
import { most } from '../../../../measure/extremes.ts';
import type { LedgerSummary } from '../../../../measure/ledger/ledger-data.ts';
import { mergeSummaries } from '../../../../measure/ledger/merge.ts';
import { meanJitter } from '../../../../measure/variation/jitter.ts';
import type { Distribution, TransportResult, Warning } from '../../../../result/document/schema.ts';
import { wrongAnswersOf } from '../../control/wrong-answers.ts';
import {
  asRecord,
  blockedOf,
  endedIn,
  headOf,
  measuredSpan,
  rateOf,
  tcpOf,
  utilisationOf,
} from '../common.ts';
import { connectOf } from '../connect.ts';
import { answersOf, briefOf, distributionOf } from '../figures/distribution.ts';
import { type Arrived, arrivedOf } from '../figures/goodput.ts';
import { outagesOf } from '../figures/outages.ts';
import { type Pace, paceWarnings } from '../figures/pace.ts';
import { doubts, heldIn, linkLate, qualityOf } from '../figures/quality.ts';
import { withRetransmits } from '../figures/retransmits.ts';
import { ownDrops } from '../figures/silent-drops.ts';
import { stallsOf, stallWarnings } from '../figures/stalls.ts';
import { dueOf, undeliveredOf } from '../figures/undelivered.ts';
import type { AssemblyInput } from '../inputs.ts';
import { judgeQuality } from '../warnings.ts';
import { allLate } from './all-late.ts';
import { delayOf, ownersOf, timesWarnings } from './delays.ts';
import { deliveryOf } from './delivery.ts';
import { lossOf } from './loss.ts';
import { flowRows, intervalRows } from './rows.ts';
import { samplesOf } from './samples.ts';

export function assembleEcho(input: AssemblyInput): TransportResult {
  const facts = factsOf(input);
  const { summary, span, byTime, arrived, due, loss, outages } = facts;
  const { plan } = input;
  const udp = plan.transport === 'udp';
  const pace = paceOf(input, facts);
  return {
    ...headOf(input, span, pace),
    warmup: warmupOf(input),
    probes: probesOf(input, facts),
    bytes: { sent: summary.sent * plan.size, received: arrived * plan.size },
    goodput: byTime.goodput,
    loss,
    outages,
    undelivered: plan.rate === 'closed' ? null : undeliveredOf(due, arrived),
    reordering: udp ? reorderingOf(summary, arrived) : null,
    jitter: jitterOf(input, summary),
    ipdv: briefOf(summary.ipdv),
    delayVariation: briefOf(summary.delayVariation),
    latency: latencyOf(input, facts),
    delay: delayOf(summary.delays, input.clocks),
    owners: ownersOf(summary.delays),
    stalls: stallsOf(input),
    connect: connectOf(input, plan.mode === 'connect' ? summary.errors : 0),
    tcp: tcpOf(input, input.ledger),
    intervals: withRetransmits(intervalRows(summary, byTime, plan.interval, span, udp), input),
    flows: input.perFlow ? flowRows(summary) : null,
    delivery: deliveryOf(input, summary),
    ...samplesOf(input, summary),
    quality: qualityOf(input, pace, warningsOf(input, facts, pace)),
    link: input.link,
  };
}

/** What the parts of the result are made from. */
interface Facts {
  readonly summary: LedgerSummary;
  /** ns */
  readonly span: number;
  readonly byTime: Arrived;
  /** Answers, late ones included. */
  readonly arrived: number;
  readonly due: ReturnType<typeof dueOf>;
  readonly loss: TransportResult['loss'];
  readonly outages: ReturnType<typeof outagesOf>;
  readonly sendLag: Distribution | null;
  readonly response: Distribution | null;
}

function factsOf(input: AssemblyInput): Facts {
  const { finished } = input;
  const summary = mergeSummaries(finished.map((part) => part.measured!));
  const span = measuredSpan(input, summary.lastSent);
  const goodputs = finished.map((part) => part.goodput!);
  const arrived = summary.received + summary.late;
  const due = dueOf(summary.sent, asRecord(summary.refused), summary.skipped);
  const trip = { due: due.due!, undelivered: due.due! - arrived };
  const { sendLag, response } = summary;
  return {
    summary,
    span,
    byTime: arrivedOf(input, goodputs, span),
    arrived,
    due,
    loss: lossOf(input, summary),
    outages: outagesOf(input, { trip, up: null, down: null }),
    sendLag: sendLag === null ? null : distributionOf(sendLag),
    response: response === null ? null : distributionOf(response, summary.intervals.latency),
  };
}

function paceOf(input: AssemblyInput, { summary, span, due, sendLag, outages }: Facts): Pace {
  const { sent, refused, skippedFull, blocked } = summary;
  return {
    transport: input.plan.transport,
    side: 'client',
    offered: rateOf(input.plan),
    achieved: span > 0 ? (sent * 1e9) / span : null,
    sendLagP99: sendLag?.p99 ?? null,
    due: due.due ?? null,
    sent,
    refused: asRecord(refused),
    skippedFull,
    ended: endedIn(input),
    blocked,
    utilisation: utilisationOf(input),
    outages,
  };
}

function warningsOf(input: AssemblyInput, facts: Facts, pace: Pace): Warning[] {
  const { plan, ledger, link } = input;
  const { summary, arrived, loss, outages, sendLag, response } = facts;
  const judged = {
    closedLoop: plan.rate === 'closed',
    refused: asRecord(summary.refused),
    refusedThere: ledger?.refused ?? {},
    queueDrops: ownDrops(input, loss),
    overrun: link?.overrun ?? 0,
    bufferDrops: {
      server: loss.up?.causes?.receiverBuffer ?? 0,
      client: loss.down?.causes?.receiverBuffer ?? 0,
    },
    samples: summary.sent,
    byCount: summary.sent >= plan.count,
  };
  return [
    ...allLate(plan, summary),
    ...paceWarnings(pace),
    ...stallWarnings(input, arrived === 0 ? null : summary.hit / arrived, outages),
    ...timesWarnings(summary.delays, arrived, input.clocks),
    ...linkLate(input, response),
    ...doubts(heldIn(summary.delays?.owners, sendLag, response)),
    ...judgeQuality(judged),
    ...input.warnings,
  ];
}

function warmupOf({ finished }: AssemblyInput): TransportResult['warmup'] {
  const warmups = finished.map((part) => part.warmup).filter((part) => part !== null);
  if (warmups.length === 0) return null;
  const { sent, received, lost, late } = mergeSummaries(warmups);
  return { sent, received, lost, late };
}

function probesOf(input: AssemblyInput, { summary, due }: Facts): TransportResult['probes'] {
  const udp = input.plan.transport === 'udp';
  const { sent, received, lost, open, late, duplicates, reordered, foreign, errors } = summary;
  return {
    due: due.due,
    sent,
    received,
    lost,
    open,
    late,
    duplicates: udp ? duplicates : null,
    reordered: udp ? reordered : null,
    corrupt: udp ? corruptOf(input, summary) : null,
    foreign: udp ? foreign : null,
    refused: asRecord(summary.refused),
    unsent: due.unsent,
    errors,
    ...(input.plainEcho && { wrong: wrongAnswersOf(input.finished) }),
  };
}

const reorderingOf = (
  { reordered, extents }: LedgerSummary,
  arrived: number,
): TransportResult['reordering'] => ({
  ratio: arrived === 0 ? null : reordered / arrived,
  maxExtent: most(extents.keys()) ?? 0,
  extents: asRecord(extents),
});

const jitterOf = (
  { ledger, plainEcho }: AssemblyInput,
  { jitter, jitterDown }: LedgerSummary,
): TransportResult['jitter'] => ({
  roundTrip: meanJitter([jitter]),
  up: ledger?.jitter == null ? null : meanJitter([ledger.jitter]),
  down: plainEcho ? null : meanJitter([jitterDown]),
});

function latencyOf({ plan }: AssemblyInput, facts: Facts): TransportResult['latency'] {
  const { summary, response, sendLag } = facts;
  return {
    response,
    service: distributionOf(summary.service, summary.intervals.latency),
    sendLag,
    blocked: plan.transport === 'udp' && plan.rate === 'closed' ? null : blockedOf(summary.blocked),
    reading: answersOf(summary.reading),
    network: answersOf(summary.delays?.network),
    server: answersOf(summary.delays?.server),
  };
}

/** Damaged on the way up or down; null where the server tells nothing of its side. A plain echo server notices nothing. */
function corruptOf({ ledger, plainEcho }: AssemblyInput, summary: LedgerSummary): number | null {
  if (plainEcho) return summary.corrupt;
  return ledger === null ? null : summary.corrupt + ledger.corrupt;
}
