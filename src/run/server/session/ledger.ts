/** A session's figures from its state machines: snapshots while it runs, the ledger at its end. */
import { getSystemErrorName } from 'node:util';
import { type Arrivals, arrivedBits } from '../../../measure/arrivals.ts';
import { mergeCounts } from '../../../measure/columns.ts';
import type { Gaps } from '../../../measure/outages/gaps.ts';
import { condensed } from '../../../measure/slices/batches.ts';
import type { TcpInfo } from '../../../net/port.ts';
import type { ServerLedger, ServerSnapshot } from '../../../wire/control.ts';
import { windowLimitedOf } from '../../tcp-since.ts';
import type { FlowCounts } from '../flows/flow-engine.ts';
import type { SessionMachine } from './machine.ts';

/** Probes whose arrival is told one by one, over all flows (the delivery strip), and what a ledger's text can hold. */
const TOLD = 10_000;
const MOST_BITS = 48_000 * 8;
const MOST_EXTENTS = 1000;
/** Slots and different lengths of loss runs that a ledger holds. */
const MOST_SLOTS = 256;
const MOST_RUN_LENGTHS = 5000;

const sum = (columns: readonly Arrivals[], value: (arrivals: Arrivals) => number): number =>
  columns.reduce((all, arrivals) => all + value(arrivals), 0);

const total = (column: Float64Array): number => column.reduce((all, value) => all + value, 0);

export function snapshotOf(
  { receiver, reflector, source }: SessionMachine,
  datagrams: boolean,
): ServerSnapshot {
  return {
    type: 'snapshot',
    received: sum(receiver.flows, (one) => one.received),
    sent: total(reflector?.sentOf ?? source?.sentOf ?? NONE),
    duplicates: sum(receiver.flows, (one) => one.duplicates),
    reordered: sum(receiver.flows, (one) => one.reordered),
    bytesReceived: receiver.bytes,
    bytesSent: reflector?.bytesSent ?? source?.bytes ?? 0,
    seen: datagrams ? sum(receiver.flows, (one) => one.highest + 1) : null,
    age: 0,
  };
}

const NONE = new Float64Array(0);

/**
 * @param open flows that are open now
 * @param confirmed bytes of streams down, by the kernel; null: it does not tell
 */
export function countsOf(
  machine: SessionMachine,
  open: number,
  datagrams: boolean,
  confirmed: number | null,
): FlowCounts {
  const { receiver, source, overLimit, overLimitBytes } = machine;
  const snapshot = snapshotOf(machine, datagrams);
  return {
    open,
    moved: receiver.moved + receiver.movedBytes + overLimit + (source?.movedBytes ?? 0),
    movedBytes: receiver.movedBytes + overLimitBytes + (source?.movedBytes ?? snapshot.bytesSent),
    overLimit,
    exhausted: receiver.exhausted,
    kept: receiver.kept,
    snapshot,
    expected: source === null ? snapshot.seen : null,
    waiting: source === null || confirmed === null ? 0 : Math.max(0, source.movedBytes - confirmed),
  };
}

/**
 * @param drops of each flow's socket; null where the platform does not tell
 * @param closedAt when the client asked for it, ns: what comes later was only on its way
 * @param settled see CloseSchema
 */
export function ledgerOf(
  machine: SessionMachine,
  datagrams: boolean,
  drops: number[] | null,
  closedAt: number,
  settled?: readonly number[],
): ServerLedger {
  const { receiver, reflector, source } = machine;
  const { flows, warmup } = receiver;
  const snapshot = snapshotOf(machine, datagrams);
  const updates = sum(flows, (one) => one.jitter.updates);
  const perFlow = Math.min(Math.ceil(TOLD / flows.length), Math.floor(MOST_BITS / flows.length));
  return {
    ...snapshot,
    type: 'ledger',
    ...(receiver.goodput === undefined ? {} : { goodput: receiver.goodput.data(closedAt) }),
    received: flows.map((one) => one.received),
    sent: [...(reflector?.sentOf ?? source?.sentOf ?? flows.map(() => 0))],
    notAnswered: [...(reflector?.notAnswered ?? flows.map(() => 0))],
    settled: settledOf(flows, settled),
    skipped: source?.skipped ?? 0,
    skippedFull: source?.skippedFull ?? 0,
    drops,
    overLimit: machine.overLimit,
    corrupt: receiver.corrupt,
    foreign: receiver.foreign,
    jitter: updates === 0 ? null : { sum: sum(flows, (one) => one.jitter.sum), updates },
    extents: extentsOf(flows),
    refused: refusedOf(reflector?.refused ?? source?.refused),
    warmup: {
      received: sum(warmup, (one) => one.received),
      sent: reflector?.warmupSent ?? source?.warmupSent ?? 0,
      duplicates: sum(warmup, (one) => one.duplicates),
    },
    tcp: null,
    arrived: datagrams ? { perFlow, bits: arrivedBits(flows, perFlow) } : null,
    losses: reflector === null ? lossesOf(machine) : null,
    silences: {
      up: silencesOf(receiver.gaps),
      answers: reflector === null ? null : silencesOf(reflector.gaps),
    },
  };
}

function silencesOf(noted: Gaps): NonNullable<ServerLedger['silences']>['up'] {
  const { gaps, first, last } = noted.data(0, 0);
  if (Number.isNaN(first)) return null;
  return { gaps: gaps.map(({ from, to }): [number, number] => [from, to]), first, last: last.from };
}

/** Of what arrived, by flow, how many have lower numbers than those that the client still awaits. */
export const settledOf = (
  flows: readonly Arrivals[],
  settled: readonly number[] | undefined,
): number[] | null =>
  settled?.length === flows.length ? flows.map((one, flow) => one.receivedBelow(settled[flow]!)) : null;

/** One-way streams: the client has no rows of its own to tell bursts from single losses. */
function lossesOf({ receiver }: SessionMachine): ServerLedger['losses'] {
  const runs = new Map<number, number>();
  for (const flow of receiver.flows) mergeCounts(runs, flow.missingRuns());
  if (runs.size > MOST_RUN_LENGTHS) return null;
  const { width, received } = condensed(receiver.slots.data(), MOST_SLOTS);
  return {
    seen: receiver.flows.map((flow) => flow.highest + 1),
    runs: Object.fromEntries(runs),
    width,
    slots: [...received],
  };
}

function extentsOf(flows: readonly Arrivals[]): Record<string, number> {
  const extents: Record<string, number> = {};
  for (const flow of flows)
    for (const [extent, count] of flow.extents) {
      const key = String(Math.min(extent, MOST_EXTENTS));
      extents[key] = (extents[key] ?? 0) + count;
    }
  return extents;
}

function refusedOf(refused: ReadonlyMap<number, number> | undefined): Record<string, number> {
  const named: Record<string, number> = {};
  for (const [errno, count] of refused ?? []) {
    const name = getSystemErrorName(-errno);
    named[/^[A-Z0-9]{1,16}$/.test(name) ? name : `E${errno}`] = count;
  }
  return named;
}

/** The server's side of the session's connections; null where the kernel tells of none. */
export function tcpSideOf(infos: readonly TcpInfo[]): ServerLedger['tcp'] {
  if (infos.length === 0) return null;
  const minima = infos.flatMap(({ rttMin }) => (rttMin === null ? [] : [rttMin]));
  const mean = (value: (info: TcpInfo) => number) =>
    infos.reduce((all, info) => all + value(info), 0) / infos.length;
  return {
    retransmits: infos.reduce((all, { retransmits }) => all + retransmits, 0),
    rttMin: minima.length === 0 ? null : minima.reduce((least, one) => Math.min(least, one)),
    rttMean: mean(({ rtt }) => rtt),
    congestionWindow: Math.round(mean(({ congestionWindow }) => congestionWindow)),
    congestionControl: infos[0]!.congestionControl,
    ...windowLimitedOf(infos),
  };
}
