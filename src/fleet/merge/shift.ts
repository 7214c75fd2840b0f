/** From the times of an agent's own run to those of the fleet: zero is the start of the measured part. Pure. */
import type { Span } from '../../measure/outages/outages.ts';
import type { AssemblyInput } from '../../run/client/assemble/inputs.ts';
import type { GeneratorReport } from '../../run/client/threads/protocol.ts';
import type { SilenceData } from '../../session/silence-log.ts';
import type { ServerLedger } from '../../wire/told.ts';
import type { Part } from '../protocol/part-schema.ts';

type Finished = AssemblyInput['finished'][number];

/** What an agent hands over. */
export function partOf(all: AssemblyInput): Part {
  const { finished, plan, engine, workers, ledger, plainEcho, completed, cutShort, clockResolution, clocks } =
    all;
  const { warnings, peerEndedAt, linkDown, queueDrops, processorTaken } = all;
  const input = {
    finished,
    plan,
    engine,
    workers,
    ledger,
    plainEcho,
    completed,
    cutShort,
    clockResolution,
    clocks,
    warnings,
    peerEndedAt,
    linkDown,
    queueDrops,
    processorTaken,
  };
  const zero = Math.min(...input.finished.map(({ report }) => report.measuredFrom));
  if (!Number.isFinite(zero)) return input;
  return {
    ...input,
    finished: input.finished.map((finished) => finishedSince(finished, zero)),
    ledger: input.ledger && ledgerSince(input.ledger, zero),
    peerEndedAt: input.peerEndedAt === null ? null : input.peerEndedAt - zero,
    linkDown: spansSince(input.linkDown, zero),
  };
}

function finishedSince(finished: Finished, zero: number): Part['finished'][number] {
  const { measured, warmup, stream, report, goodput } = finished;
  return {
    goodput,
    measured: measured && ledgerSummarySince(measured, zero),
    warmup: warmup && ledgerSummarySince(warmup, zero),
    stream: stream && {
      ...stream,
      lastSent: stream.lastSent - zero,
      firstReceived: stream.firstReceived - zero,
      lastReceived: stream.lastReceived - zero,
    },
    report: reportSince(report, zero),
  };
}

function ledgerSummarySince(
  ledger: NonNullable<Finished['measured']>,
  zero: number,
): NonNullable<Finished['measured']> {
  const { firstSent, lastSent, delivery, delays } = ledger;
  return {
    ...ledger,
    delays: delays && { ...delays, samples: null },
    firstSent: firstSent - zero,
    lastSent: lastSent - zero,
    delivery: { ...delivery, sentAt: delivery.sentAt.map((at) => at - zero) },
  };
}

const reportSince = (report: GeneratorReport, zero: number): GeneratorReport => ({
  ...report,
  measuredFrom: report.measuredFrom - zero,
  endedAt: report.endedAt - zero,
  silence: silenceSince(report.silence, zero),
});

const spanSince = <Of extends Span>(span: Of, zero: number): Of => ({
  ...span,
  from: span.from - zero,
  to: span.to - zero,
});
const spansSince = <Of extends Span>(spans: readonly Of[], zero: number): Of[] =>
  spans.map((span) => spanSince(span, zero));

const silenceSince = ({ gaps, lastDue, ...silence }: SilenceData, zero: number): SilenceData => ({
  ...silence,
  gaps: { gaps: spansSince(gaps.gaps, zero), last: spanSince(gaps.last, zero), first: gaps.first - zero },
  lastDue: lastDue - zero,
  stops: spansSince(silence.stops, zero),
  linkDown: spansSince(silence.linkDown, zero),
  linkUp: spansSince(silence.linkUp, zero),
  noWay: spansSince(silence.noWay, zero),
  forbidden: spansSince(silence.forbidden, zero),
  unreachable: spansSince(silence.unreachable, zero),
});

type Silence = NonNullable<ServerLedger['silences']>['up'];

/** A server keeps its silences in the times that the probes carry. */
function ledgerSince(ledger: ServerLedger, zero: number): ServerLedger {
  const { silences } = ledger;
  if (silences === undefined) return ledger;
  const since = (one: Silence): Silence =>
    one && {
      gaps: one.gaps.map(([from, to]) => [from - zero, to - zero]),
      first: one.first - zero,
      last: one.last - zero,
    };
  return { ...ledger, silences: { up: since(silences.up), answers: since(silences.answers) } };
}
