/** From the generators' snapshots and the server's to one of the whole run. Pure. */
import { mergeStalls } from '../../../measure/delay/stalls.ts';
import { type HistogramData, logarithmicOf, quantilesOf } from '../../../measure/histogram.ts';
import { mergeSnapshots } from '../../../measure/ledger/merge.ts';
import type { LiveGoodput, LiveLatency, Phase, Snapshot } from '../../../result/events/events.ts';
import type { ServerSnapshot } from '../../../wire/control.ts';
import { type HeldBack, withHeld } from '../assemble/stream/held-back.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { StreamSnapshot } from '../threads/protocol.ts';
import type { Counts } from './counts-over-time.ts';
import { holdersOf, judgedSoFar } from './judged.ts';
import type { Beside, GeneratorSnapshot } from './reported.ts';
import { bothEnds, sumIfKnown } from './resent.ts';

export interface LiveContext extends Omit<Beside, 'event' | 'transport'> {
  readonly server: ServerSnapshot | undefined;
  /** What this side had counted when the server said that. */
  readonly heard: Counts;
  /** Over the emulated link: which probes a lost segment held back. */
  readonly held: HeldBack | undefined;
  /** The one before: for the rate since then. */
  readonly before: { readonly now: number; readonly sent: number } | undefined;
  /** Send lags of the run so far. */
  readonly lags: HistogramData;
}

export function latencyOf(data: HistogramData | null): LiveLatency {
  if (data === null || data.count === 0)
    return { count: 0, p50: null, p90: null, p99: null, p999: null, max: null };
  const [p50, p90, p99, p999] = quantilesOf(data, [0.5, 0.9, 0.99, 0.999]);
  return { count: data.count, p50: p50!, p90: p90!, p99: p99!, p999: p999!, max: data.max };
}

export function liveSnapshot(parts: readonly GeneratorSnapshot[], context: LiveContext): Snapshot {
  const { plan, measuredFrom, before } = context;
  const now = Math.max(...parts.map((part) => part.now));
  // What is still awaited after the end is no part of the time in which was sent.
  const elapsed = Math.min(now - measuredFrom, plan.duration);
  const ledgers = parts.map((part) => part.ledger).filter((ledger) => ledger !== null);
  const streams = parts.map((part) => part.stream).filter((stream) => stream !== null);
  const ledger = ledgers.length === 0 ? null : mergeSnapshots(ledgers);
  const sum = (pick: (stream: (typeof streams)[number]) => number): number =>
    streams.reduce((all, stream) => all + pick(stream), 0);
  const sent = ledger?.sent ?? sum((stream) => stream.sent);
  const received = ledger?.received ?? sum((stream) => stream.received);
  const offered = typeof plan.rate === 'number' ? plan.rate : null;
  const lag = latencyOf(ledger === null ? (streams[0]?.sendLag ?? null) : context.lags);
  const utilisations = parts.map((part) => part.utilisation).filter((share) => share !== null);
  const stalls = mergeStalls(parts.map((part) => part.stalls ?? undefined));
  const tcp = parts.flatMap((part) => part.tcp ?? []);
  // Of what came before the measured part nothing is counted.
  const since = Math.max(before?.now ?? now, measuredFrom);
  const achieved = before === undefined || now <= since ? null : ((sent - before.sent) * 1e9) / (now - since);
  return {
    phase: phaseOf(parts),
    elapsed,
    remaining: remaining(plan, elapsed, sent),
    connected: context.connected,
    rate: { offered, achieved: elapsed <= 0 || plan.mode === 'down' ? null : achieved },
    sent,
    received,
    lost: ledger?.lost ?? 0,
    late: ledger?.late ?? 0,
    unresolved: ledger?.unresolved ?? 0,
    duplicates: plan.transport === 'tcp' ? null : (ledger?.duplicates ?? null),
    reordered: plan.transport === 'tcp' ? null : (ledger?.reordered ?? null),
    goodput: { up: ledger === null ? (context.server?.goodput ?? null) : null, down: broughtBy(streams) },
    ...directions(context),
    latencyKind: offered === null ? 'service' : 'response',
    total: latencyOf(ledger?.total ?? null),
    recent: latencyOf(ledger?.recent ?? null),
    histogram: ledger === null ? [] : logarithmicOf(ledger.total),
    generator: {
      utilisation: utilisations.length === 0 ? null : Math.max(...utilisations),
      sendLagP99: offered === null ? null : lag.p99,
    },
    ...(stalls === null ? {} : { stood: stalls.total }),
    holders: holdersOf(ledger?.held ?? null),
    strip: withHeld(ledger?.strip ?? { from: 0, codes: new Uint8Array(0), probes: null }, context.held),
    tcp: plan.transport === 'tcp' ? { retransmits: resentSoFar(tcp, context.server) } : null,
    ...judgedSoFar(context, {
      lag: offered === null ? null : lag.p99,
      utilisation: utilisations.length === 0 ? null : Math.max(...utilisations),
      ledger,
      stalls,
    }),
  };
}

/** Of both ends; null until both have told, and for ever where one does not. */
function resentSoFar(
  own: readonly { readonly retransmits: number }[],
  server: ServerSnapshot | undefined,
): number | null {
  return bothEnds(sumIfKnown(own.map(({ retransmits }) => retransmits)), server);
}

/** Of several generators, whose reports are some milliseconds apart. */
function broughtBy(streams: readonly StreamSnapshot[]): LiveGoodput | null {
  const known = streams.flatMap(({ down }) => down ?? []);
  if (known.length === 0) return null;
  const total = (pick: (one: LiveGoodput) => number): number =>
    known.reduce((all, one) => all + pick(one), 0);
  return { bytes: total(({ bytes }) => bytes), span: total(({ span }) => span) / known.length };
}

function phaseOf(parts: readonly GeneratorSnapshot[]): Phase {
  if (parts.some((part) => part.phase === 'warmup')) return 'warmup';
  return parts.every(({ phase }) => phase === 'draining' || phase === 'over') ? 'draining' : 'running';
}

function remaining(plan: TransportPlan, elapsed: number, sent: number): number | null {
  const byTime = plan.duration - Math.max(0, elapsed);
  if (!Number.isFinite(plan.count)) return Math.max(0, byTime);
  if (sent === 0 || elapsed <= 0) return null;
  return Math.max(0, Math.min(byTime, ((plan.count - sent) * elapsed) / sent));
}

/**
 * The server speaks once a second, so its counts are older than ours: both ends are told as of when it spoke, or what is
 * only on its way would look lost. What is missing at the server below the highest number that came is known to be lost up.
 */
function directions({ plan, server, plainEcho, heard }: LiveContext): Pick<Snapshot, 'up' | 'down'> {
  if (plainEcho || server === undefined || plan.mode === 'connect') return { up: null, down: null };
  const tcp = plan.transport === 'tcp';
  const { seen } = server;
  // An answer that came back proves its request, also where the server has not told of it yet.
  const proved = plan.mode === 'echo' ? Math.max(server.sent, heard.received) : 0;
  const received = Math.max(server.received, proved);
  const lost = seen === null ? null : Math.max(0, seen - server.received);
  return {
    up:
      plan.mode === 'down'
        ? null
        : {
            sent: lost === null ? Math.max(heard.sent, received) : Math.max(seen!, received + lost),
            received,
            lost,
            duplicates: tcp ? null : server.duplicates,
            reordered: tcp ? null : server.reordered,
          },
    down:
      plan.mode === 'up'
        ? null
        : {
            sent: Math.max(server.sent, heard.received),
            received: heard.received,
            lost: null,
            duplicates: null,
            reordered: null,
          },
  };
}
