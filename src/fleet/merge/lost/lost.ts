/**
 * What stands for an agent that was lost: what it told until its last second, in the shape in which others hand over. Counts
 * and times are there; what was never told is empty, so that those figures are the others'. Pure.
 */
import { Histogram } from '../../../measure/histogram.ts';
import type { LedgerSummary } from '../../../measure/ledger/ledger-data.ts';
import { isOneWay, type TransportPlan } from '../../../run/client/plan/effective.ts';
import type { StreamSummary } from '../../../session/stream/data.ts';
import type { ServerLedger } from '../../../wire/told.ts';
import type { SoFarTold } from '../../protocol/moment-schema.ts';
import type { Part } from '../../protocol/part-schema.ts';
import { placed, placedLast } from './placed.ts';
import type { Progress } from './progress.ts';
import { reportFrom } from './report.ts';

const EMPTY = new Histogram().data();
const NO_JITTER = { sum: 0, updates: 0 };
const noSlots = (width: number) => ({
  width,
  sent: new Float64Array(2048),
  received: new Float64Array(2048),
});

/** @param plan the agent's own, as it was granted */
export function lostPart(plan: TransportPlan, progress: Progress, engine: string): Part {
  const { latest } = progress;
  const at = Math.max(0, latest?.moment.at ?? 0);
  const oneWay = isOneWay(plan.mode);
  return {
    plan,
    engine,
    finished: [
      {
        measured: oneWay ? null : ledgerFrom(latest, progress, at),
        warmup: null,
        stream: oneWay ? streamFrom(latest, progress, plan, at) : null,
        goodput: oneWay
          ? null
          : { bytes: bytesOf(latest, plan), span: at, columns: progress.column('bytesDown') },
        report: reportFrom(latest, at),
      },
    ],
    workers: 1,
    ledger: oneWay ? serverFrom(latest, progress, plan) : null,
    plainEcho: false,
    completed: false,
    cutShort: true,
    clockResolution: null,
    clocks: { basis: 'none', wall: null },
    warnings: [],
    peerEndedAt: null,
    linkDown: [],
    queueDrops: 0,
    processorTaken: { throttled: null, stolen: null },
  };
}

const words = (column: readonly number[]): Uint32Array => Uint32Array.from(column);

function bytesOf(latest: SoFarTold | undefined, { size }: TransportPlan): number {
  const ledger = latest?.moment.ledger;
  return ledger == null ? 0 : (ledger.received + ledger.late) * size;
}

function ledgerFrom(latest: SoFarTold | undefined, progress: Progress, at: number): LedgerSummary {
  const told = latest?.moment.ledger ?? NOTHING;
  const sent = words(progress.column('sent'));
  const room = [...sent];
  const open = placedLast(told.open, room);
  const received = placed(progress.column('received'), room);
  const late = placed(progress.column('late'), room);
  return {
    ...told,
    hit: 0,
    reading: EMPTY,
    skippedFull: 0,
    reorderedDown: 0,
    extents: new Map(),
    jitter: NO_JITTER,
    jitterDown: NO_JITTER,
    ipdv: EMPTY,
    delayVariation: EMPTY,
    blocked: { count: 0, total: 0, max: 0 },
    delays: {
      network: EMPTY,
      server: EMPTY,
      owners: [],
      up: { low: EMPTY, high: EMPTY, variation: EMPTY },
      down: { low: EMPTY, high: EMPTY, variation: EMPTY },
      offset: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, drift: null },
      samples: null,
      believed: true,
      absurd: 0,
    },
    runLengths: new Map(),
    intervals: {
      sent,
      refused: words(progress.column('refused')),
      skipped: words(progress.column('skipped')),
      received,
      late,
      open,
      duplicates: words(progress.column('duplicates')),
      reordered: words(progress.column('reordered')),
      latency: Array.from(sent, () => []),
    },
    batches: noSlots(1e6),
    delivery: {
      codes: new Uint8Array(0),
      sentAt: new Float64Array(0),
      flow: new Uint32Array(0),
      number: new Uint32Array(0),
    },
    flows: [{ sent: told.sent, received: told.received, late: told.late, settled: null, delays: EMPTY }],
    firstSent: 0,
    lastSent: at,
  };
}

const NOTHING = {
  sent: 0,
  received: 0,
  late: 0,
  lost: 0,
  open: 0,
  skipped: 0,
  duplicates: 0,
  reordered: 0,
  corrupt: 0,
  foreign: 0,
  errors: 0,
  refused: new Map<string, number>(),
  response: EMPTY,
  service: EMPTY,
  sendLag: EMPTY,
};

function streamFrom(
  latest: SoFarTold | undefined,
  progress: Progress,
  { mode }: TransportPlan,
  at: number,
): StreamSummary {
  const told = latest?.moment.stream;
  const [up, down] = [mode !== 'down', mode !== 'up'];
  const received = told?.received ?? 0;
  return {
    sentOf: up ? [told?.sent ?? 0] : [],
    receivedOf: down ? [received] : [],
    endedOf: [false],
    duplicates: told?.duplicates ?? 0,
    reordered: told?.reordered ?? 0,
    extents: new Map(),
    corrupt: told?.corrupt ?? 0,
    foreign: told?.foreign ?? 0,
    errors: told?.errors ?? 0,
    refused: told?.refused ?? new Map(),
    skipped: told?.skipped ?? 0,
    skippedFull: 0,
    bytesSent: told?.bytesSent ?? 0,
    bytesReceived: told?.bytesReceived ?? 0,
    bytesMoved: told?.bytesMoved ?? 0,
    goodput: down
      ? { ...(told?.down ?? { bytes: 0, span: 0 }), columns: progress.column('bytesDown') }
      : null,
    jitterDown: NO_JITTER,
    sendLag: up ? (told?.sendLag ?? null) : null,
    blocked: up ? { count: 0, total: 0, max: 0 } : null,
    warmup: { sent: 0, received: 0 },
    sentIn: words(progress.column('sent')),
    refusedIn: words(progress.column('refused')),
    skippedIn: words(progress.column('skipped')),
    receivedIn: words(progress.column('received')),
    lastSent: at,
    firstReceived: 0,
    lastReceived: at,
    losses: down ? { seen: [received], runs: new Map(), slots: noSlots(1) } : null,
  };
}

/** One flow, of which everything is told: what is missing above the highest number is still open. */
function serverFrom(
  latest: SoFarTold | undefined,
  progress: Progress,
  { mode, size }: TransportPlan,
): ServerLedger {
  const told = latest?.server;
  const stream = latest?.moment.stream;
  const sentUp = mode === 'down' ? 0 : (stream?.sent ?? 0);
  const received = Math.min(told?.received ?? 0, sentUp);
  const sent = mode === 'up' ? 0 : Math.max(told?.sent ?? 0, stream?.received ?? 0);
  return {
    type: 'ledger',
    received: [received],
    sent: [sent],
    notAnswered: [0],
    drops: [0],
    queueDrops: 0,
    overLimit: 0,
    duplicates: told?.duplicates ?? 0,
    reordered: 0,
    corrupt: 0,
    foreign: 0,
    bytesReceived: received * size,
    bytesSent: sent * size,
    goodput: {
      bytes: told?.goodput?.bytes ?? 0,
      span: told?.goodput?.span ?? 0,
      columns: progress.column('bytesUp'),
    },
    jitter: null,
    extents: {},
    skipped: 0,
    skippedFull: 0,
    refused: {},
    warmup: { received: 0, sent: 0, duplicates: 0 },
    tcp: null,
    resent: [],
    arrived: { perFlow: 0, bits: '' },
    losses: { seen: [Math.max(received, Math.min(told?.seen ?? 0, sentUp))], runs: {}, width: 1, slots: [] },
    silences: { up: null, answers: null },
  };
}
