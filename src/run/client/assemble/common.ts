/** Parts of a transport's result that echo and one-way runs share. Pure. */

import { wallTime } from '../../../clock.ts';
import { least } from '../../../measure/extremes.ts';
import { interleave } from '../../../measure/ledger/merge.ts';
import type { BlockedSum } from '../../../measure/ledger/probe-times.ts';
import type { TcpInfo } from '../../../net/port.ts';
import type { TransportResult } from '../../../result/document/schema.ts';
import type { Direction } from '../../../units.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import { linkOf } from '../../lab/link/guest-link.ts';
import { windowLimitedOf } from '../../tcp-since.ts';
import type { AssemblyInput } from './inputs.ts';

export const rateOf = (plan: AssemblyInput['plan']): number | null =>
  typeof plan.rate === 'number' ? plan.rate : null;

/** What every result of a transport begins with. */
export const headOf = (
  input: AssemblyInput,
  span: number,
  { offered, achieved }: TransportResult['rate'],
) => ({
  transport: input.plan.transport,
  mode: input.plan.mode,
  clients: input.plan.clients,
  engine: input.engine,
  durationSeconds: span / 1e9,
  ...startedOf(input),
  rate: { offered, achieved },
});

/**
 * Length of the measured part, ns. A run that ended by time has its planned length, or more where its generator fell
 * behind; one that ended by count, or early, ends one probe interval after its last probe.
 */
export function measuredSpan(input: AssemblyInput, lastSent: number): number {
  const { plan, completed, finished } = input;
  const from = Math.min(...finished.map((part) => part.report.measuredFrom));
  const rate = rateOf(plan);
  const active = Math.max(...finished.map((part) => part.report.endedAt)) - from;
  // Where only the other end sends, the last arrival tells.
  const last = Number.isFinite(lastSent) ? lastSent - from : active;
  const sending = last > 0 ? last + (rate === null ? 0 : 1e9 / rate) : 0;
  if (completed && !Number.isFinite(plan.count)) return Math.max(plan.duration, sending);
  return Math.max(0, rate === null ? Math.max(sending, active) : sending);
}

/** Receive-buffer drops of the client's sockets by global flow number; null where unknown. */
export function clientDrops({ finished, workers }: AssemblyInput): number[] | null {
  const columns = finished.map((part) => part.report.drops);
  if (columns.length < workers || columns.some((column) => column === null)) return null;
  return interleave(columns as (readonly number[])[]);
}

/** What a direction's loss needs to know beside the ledgers: the link, and queues that dropped by themselves. */
export function wayOf({ plan, link, queueDrops, ledger }: AssemblyInput, direction: Direction) {
  // The queues of an emulated link are the ends' own interfaces: one packet, one drop.
  const own = Math.max((direction === 'up' ? queueDrops : ledger?.queueDrops) ?? 0, link?.overrun ?? 0);
  // What a server's limit discarded did arrive: neither can that be blamed on the network.
  const overLimit = direction === 'up' ? (ledger?.overLimit ?? 0) : 0;
  // Nothing but the lab's link lies between: what that let through, no network lost. A server behind one tells of it itself.
  const linkAlone = link !== null && ledger?.link == null;
  return {
    notNetwork: linkAlone ? Number.POSITIVE_INFINITY : own + overLimit,
    link: plan.transport === 'udp' ? (link?.[direction].udp ?? null) : null,
  };
}

/** What the kernels of both senders say about the connections; null where neither does. */
export function tcpOf(
  { finished, plan }: AssemblyInput,
  ledger: ServerLedger | null,
): TransportResult['tcp'] {
  if (plan.transport !== 'tcp') return null;
  const columns = finished.map((part) => part.report.tcp);
  const up = columns.some((column) => column === null)
    ? null
    : clientTcp(
        columns.flatMap((column) => column!),
        plan,
      );
  const down =
    ledger?.tcp == null
      ? null
      : {
          retransmits: ledger.tcp.retransmits,
          rtt: { min: ledger.tcp.rttMin, smoothed: trusted(plan, 'down', ledger.tcp.rttMean) },
          congestionWindow: ledger.tcp.congestionWindow,
          congestionControl: ledger.tcp.congestionControl,
          ...(ledger.tcp.windowLimited !== undefined && { windowLimited: ledger.tcp.windowLimited }),
        };
  if (up === null && down === null && ledger?.link == null) return null;
  return { retransmits: retransmitsOf(ledger, up, down), up, down };
}

/** Behind a relay this end's kernel sees the way to the relay alone: what was sent again over the link, the link counts. */
function retransmitsOf(
  ledger: ServerLedger | null,
  up: { retransmits: number } | null,
  down: { retransmits: number } | null,
): number | null {
  const link = linkOf(ledger);
  if (link !== null) return (link.up.tcp.retransmitted ?? 0) + (link.down.tcp.retransmitted ?? 0);
  return up === null || down === null ? null : up.retransmits + down.retransmits;
}

/**
 * The kernel's smoothed round trip time, where its sender had enough on the way. A receiver that has nothing to say holds a
 * single segment's acknowledgement back for up to 40 ms, and the sender takes that for the path's time.
 */
function trusted(
  { mode, rate }: AssemblyInput['plan'],
  direction: Direction,
  smoothed: number | null,
): number | null {
  return rate === 'max' && (mode === direction || mode === 'both') ? smoothed : null;
}

function clientTcp(infos: readonly TcpInfo[], plan: AssemblyInput['plan']) {
  if (infos.length === 0) return null;
  return {
    retransmits: infos.reduce((all, info) => all + info.retransmits, 0),
    rtt: {
      min: least(infos.map((info) => info.rttMin).filter((rtt) => rtt !== null)),
      smoothed: trusted(plan, 'up', infos.reduce((all, info) => all + info.rtt, 0) / infos.length),
    },
    congestionWindow: Math.round(infos.reduce((all, info) => all + info.congestionWindow, 0) / infos.length),
    congestionControl: infos[0]!.congestionControl,
    ...windowLimitedOf(infos),
  };
}

export const asRecord = (map: ReadonlyMap<number | string, number>): Record<string, number> =>
  Object.fromEntries(
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => [String(key), count]),
  );

/** Connections that ended while they were still needed: `connect` makes a new one for each probe. */
export const endedIn = ({ finished, plan }: AssemblyInput): number =>
  plan.transport === 'tcp' && plan.mode !== 'connect'
    ? finished.reduce((all, { report }) => all + report.endedFlows, 0)
    : 0;

/** Share of its time that the busiest generator worked; null where none ran. */
export function utilisationOf({ finished }: AssemblyInput): number | null {
  const shares = finished.map((part) => part.report.utilisation).filter((share) => share !== null);
  return shares.length === 0 ? null : Math.max(...shares);
}

/** What waited for room. */
export const blockedOf = ({ count, total, max }: BlockedSum): TransportResult['latency']['blocked'] => ({
  count,
  total,
  max: count === 0 ? null : max,
});

/** Goodput in payload bits per second. */
export const goodputOf = (bytes: number, span: number): number | null =>
  span > 0 ? (bytes * 8e9) / span : null;

/** When the measured part began: a field that results of earlier versions do not have. */
function startedOf({ epoch, finished }: AssemblyInput): { startedAt?: string } {
  const from = finished[0]?.report.measuredFrom;
  if (epoch === undefined || from === undefined) return {};
  return { startedAt: wallTime(epoch + BigInt(Math.round(from))) };
}
