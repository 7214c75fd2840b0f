/** The server's ledgers of several sessions as one, its columns in the order of the merged generators' flows. Pure. */

import { mergeStalls } from '../../../measure/delay/stalls.ts';
import { least } from '../../../measure/extremes.ts';
import { mergeGoodputs } from '../../../measure/goodput/data.ts';
import { interleave } from '../../../measure/ledger/merge.ts';
import { mergeBatches } from '../../../measure/slices/batches.ts';
import { linkOf } from '../../../run/lab/link/guest-link.ts';
import type { ServerLedger } from '../../../wire/told.ts';
import { mergeLinks } from './links.ts';
import { mergeSilences } from './silences.ts';

export interface Session {
  readonly ledger: ServerLedger;
  /** Generators that its flows were dealt to. */
  readonly workers: number;
}

type Column = <T>(pick: (ledger: ServerLedger) => readonly T[]) => T[];

/** Every field has to be dealt with. */
type Whole = { [Field in keyof Required<ServerLedger>]: ServerLedger[Field] };

/** One session's column, by the generators that share its flows. */
const dealt = <T>(column: readonly T[], workers: number): T[][] =>
  Array.from({ length: workers }, (_, worker) => column.filter((__, flow) => flow % workers === worker));

/** @param sessions at least one, in the order of the agents */
export function mergeLedgers(sessions: readonly Session[]): ServerLedger {
  const ledgers = sessions.map(({ ledger }) => ledger);
  const [first] = ledgers;
  const sum = (pick: (ledger: ServerLedger) => number): number =>
    ledgers.reduce((all, ledger) => all + pick(ledger), 0);
  const column = <T>(pick: (ledger: ServerLedger) => readonly T[]): T[] =>
    interleave(sessions.flatMap(({ ledger, workers }) => dealt(pick(ledger), workers)));
  const known = <T>(pick: (ledger: ServerLedger) => T | null | undefined): T[] | null => {
    const values = ledgers.map(pick).filter((value) => value != null);
    return values.length < ledgers.length ? null : values;
  };
  const knownSum = (pick: (ledger: ServerLedger) => number | undefined): number | undefined =>
    known(pick)?.reduce((all, value) => all + value, 0);
  const goodputs = known(({ goodput }) => goodput);
  const merged: Whole = {
    type: 'ledger',
    received: column(({ received }) => received),
    sent: column(({ sent }) => sent),
    notAnswered: column(({ notAnswered }) => notAnswered),
    drops: known(({ drops }) => drops) && column(({ drops }) => drops!),
    // One machine's queues, which each session has seen.
    queueDrops: most(known(({ queueDrops }) => queueDrops)),
    // Each machine has its own; what a server's sum of them would be, none of them says.
    queues: undefined,
    overLimit: sum(({ overLimit }) => overLimit),
    duplicates: sum(({ duplicates }) => duplicates),
    reordered: sum(({ reordered }) => reordered),
    corrupt: sum(({ corrupt }) => corrupt),
    foreign: sum(({ foreign }) => foreign),
    bytesReceived: sum(({ bytesReceived }) => bytesReceived),
    bytesSent: sum(({ bytesSent }) => bytesSent),
    goodput: goodputs === null ? undefined : mergeGoodputs(goodputs),
    jitter: jitterOf(ledgers),
    extents: records(ledgers.map(({ extents }) => extents)),
    settled: settledOf(ledgers, column),
    skipped: knownSum(({ skipped }) => skipped),
    skippedFull: knownSum(({ skippedFull }) => skippedFull),
    refused: records(ledgers.map(({ refused }) => refused)),
    warmup: {
      received: sum(({ warmup }) => warmup.received),
      sent: sum(({ warmup }) => warmup.sent),
      duplicates: sum(({ warmup }) => warmup.duplicates),
    },
    stalls: mergeStalls(ledgers.map(({ stalls }) => stalls)) ?? undefined,
    tcp: tcpOf(ledgers),
    resent: columnSums(known(({ resent }) => resent)),
    sockets: first!.sockets,
    arrived: arrivedOf(sessions),
    losses: lossesOf(ledgers, column),
    silences: mergeSilences(ledgers.map(({ silences }) => silences)),
    link: mergeLinks(ledgers.map(linkOf)) ?? undefined,
  };
  return merged;
}

/** Where nobody said what is settled, everything is. */
function settledOf(ledgers: readonly ServerLedger[], column: Column): ServerLedger['settled'] {
  const some = ledgers.some(({ settled }) => settled != null);
  return some ? column(({ settled, received }) => settled ?? received) : ledgers[0]!.settled;
}

const most = (values: readonly number[] | null): number | null =>
  values === null ? null : Math.max(...values);

function records(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const part of parts) for (const [key, n] of Object.entries(part)) all[key] = (all[key] ?? 0) + n;
  return all;
}

function columnSums(columns: readonly (readonly number[])[] | null): number[] | null {
  if (columns === null) return null;
  const length = Math.max(...columns.map((column) => column.length));
  return Array.from({ length }, (_, at) => columns.reduce((all, column) => all + (column[at] ?? 0), 0));
}

/** Nothing was updated in a ledger that has none. */
function jitterOf(ledgers: readonly ServerLedger[]): ServerLedger['jitter'] {
  const parts = ledgers.map(({ jitter }) => jitter).filter((jitter) => jitter !== null);
  if (parts.length === 0) return null;
  return {
    sum: parts.reduce((all, part) => all + part.sum, 0),
    updates: parts.reduce((all, part) => all + part.updates, 0),
  };
}

/** Means are of flows, of which sessions have unequally many. */
function tcpOf(ledgers: readonly ServerLedger[]): ServerLedger['tcp'] {
  const parts = ledgers.flatMap(({ tcp, received }) =>
    tcp === null ? [] : [{ tcp, flows: received.length }],
  );
  if (parts.length < ledgers.length) return null;
  const flows = parts.reduce((all, part) => all + part.flows, 0);
  const mean = (pick: (tcp: NonNullable<ServerLedger['tcp']>) => number | null): number | null =>
    parts.some(({ tcp }) => pick(tcp) === null)
      ? null
      : parts.reduce((all, part) => all + pick(part.tcp)! * part.flows, 0) / flows;
  const window = mean(({ congestionWindow }) => congestionWindow);
  const controls = new Set(parts.map(({ tcp }) => tcp.congestionControl));
  return {
    retransmits: parts.reduce((all, { tcp }) => all + tcp.retransmits, 0),
    rttMin: least(parts.map(({ tcp }) => tcp.rttMin).filter((rtt) => rtt !== null)),
    rttMean: mean(({ rttMean }) => rttMean),
    congestionWindow: window === null ? null : Math.round(window),
    congestionControl: controls.size === 1 ? parts[0]!.tcp.congestionControl : null,
    ...heldBack(mean(({ windowLimited }) => windowLimited ?? null)),
  };
}

const heldBack = (share: number | null): { windowLimited?: number } =>
  share === null ? {} : { windowLimited: share };

/** As many of each flow as all tell of. */
function arrivedOf(sessions: readonly Session[]): ServerLedger['arrived'] {
  const told = sessions.flatMap(({ ledger }) => ledger.arrived ?? []);
  if (told.length < sessions.length) return null;
  const perFlow = Math.min(...told.map((one) => one.perFlow));
  const flows = interleave(
    sessions.flatMap(({ ledger, workers }, at) =>
      dealt(
        Array.from(ledger.received, (_, flow) => ({ at, flow })),
        workers,
      ),
    ),
  );
  const bits = told.map((one) => Buffer.from(one.bits, 'base64'));
  const all = Buffer.alloc(Math.ceil((flows.length * perFlow) / 8));
  for (const [place, { at, flow }] of flows.entries())
    for (let number = 0; number < perFlow; number++) {
      const from = flow * told[at]!.perFlow + number;
      const to = place * perFlow + number;
      if (((bits[at]![from >>> 3] ?? 0) & (1 << (from & 7))) !== 0) all[to >>> 3]! |= 1 << (to & 7);
    }
  return { perFlow, bits: all.toString('base64') };
}

const SLOTS = 2048;
const padded = (slots: readonly number[]): Float64Array => {
  const column = new Float64Array(SLOTS);
  column.set(slots.slice(0, SLOTS));
  return column;
};

function lossesOf(ledgers: readonly ServerLedger[], column: Column): ServerLedger['losses'] {
  const parts = ledgers.flatMap(({ losses }) => losses ?? []);
  if (parts.length < ledgers.length) return null;
  const { width, received } = mergeBatches(
    parts.map(({ width: own, slots }) => ({ width: own, sent: padded([]), received: padded(slots) })),
  );
  return {
    seen: column(({ losses }) => losses!.seen),
    runs: records(parts.map(({ runs }) => runs)),
    width,
    slots: Array.from(received.subarray(0, received.findLastIndex((n) => n > 0) + 1)),
  };
}
