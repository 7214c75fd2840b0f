/** What generators report and servers say, packed for its way to the screen, and unpacked there. Pure. */

import { type HeldData, HOLDERS } from '../../../measure/delay/held-so-far.ts';
import type { GoodputSoFar } from '../../../measure/goodput/data.ts';
import type { HistogramData } from '../../../measure/histogram.ts';
import type { LedgerSnapshot } from '../../../measure/ledger/ledger-data.ts';
import type { GeneratorSnapshot, Said } from '../live/reported.ts';
import { type Packer, Unpacker } from './packing.ts';
import type { StreamSnapshot } from './protocol.ts';

const PHASES = ['warmup', 'running', 'draining', 'over'] as const;
const COUNTS = [
  'sent',
  'hit',
  'refused',
  'skipped',
  'received',
  'late',
  'lost',
  'unresolved',
  'duplicates',
  'reordered',
] as const;
const STALLS = ['count', 'total', 'longest', 'longestAt'] as const;
const HISTOGRAMS = ['sendLag', 'total', 'recent'] as const;
const STREAM_COUNTS = ['sent', 'received'] as const;
/** Flows that TCP_INFO tells of; -1: it is not told. */
const UNTOLD = -1;

export function pack(report: GeneratorSnapshot, into: Packer): void {
  const { ledger, stream, phase, now, utilisation, tcp } = report;
  into.number(now);
  into.number(PHASES.indexOf(phase));
  into.number(utilisation ?? Number.NaN);
  for (const name of STALLS) into.number(report.stalls?.[name] ?? Number.NaN);
  into.number(tcp === null ? UNTOLD : tcp.length);
  for (const { retransmits } of tcp ?? []) into.number(retransmits);
  into.number(ledger === null ? 0 : 1);
  if (ledger !== null) packLedger(ledger, into);
  else packStream(stream!, into);
}

function packLedger(ledger: LedgerSnapshot, into: Packer): void {
  for (const name of COUNTS) into.number(ledger[name]);
  for (const name of HISTOGRAMS) packHistogram(ledger[name], into);
  packHeld(ledger.held, into);
  const { from, codes, probes } = ledger.strip;
  into.number(from);
  into.column(codes);
  into.number(probes === null ? 0 : 1);
  if (probes === null) return;
  into.column(probes.flow);
  into.column(probes.number);
}

function packHeld(held: HeldData | null, into: Packer): void {
  into.number(held === null ? 0 : 1);
  if (held === null) return;
  for (const sums of [held.all, held.slowest]) for (const value of sums) into.number(value);
}

function unpackHeld(from: Unpacker): HeldData | null {
  if (from.number() === 0) return null;
  const sums = (): number[] => Array.from({ length: HOLDERS.length + 1 }, () => from.number());
  return { all: sums(), slowest: sums() };
}

function packStream(stream: StreamSnapshot, into: Packer): void {
  for (const name of STREAM_COUNTS) into.number(stream[name]);
  packGoodput(stream.down, into);
  into.number(stream.sendLag === null ? 0 : 1);
  if (stream.sendLag !== null) packHistogram(stream.sendLag, into);
}

function packHistogram({ cells, counts, count, min, max, mean, squares }: HistogramData, into: Packer): void {
  into.column(cells);
  into.column(counts);
  into.number(count);
  into.number(min);
  into.number(max);
  into.number(mean);
  into.number(squares);
}

/** @param packed of this program, never from a network or a file */
export function unpack(packed: Uint8Array): GeneratorSnapshot {
  const from = new Unpacker(packed);
  const now = from.number();
  const phase = PHASES[from.number()]!;
  const share = from.number();
  const utilisation = Number.isNaN(share) ? null : share;
  const stood = numbersOf(STALLS, from);
  const stalls = Number.isNaN(stood.count) ? null : stood;
  const told = from.number();
  const tcp = told === UNTOLD ? null : Array.from({ length: told }, () => ({ retransmits: from.number() }));
  const echo = from.number() === 1;
  const ledger = echo ? unpackLedger(from) : null;
  const stream = echo ? null : unpackStream(from);
  return { ledger, stream, phase, now, utilisation, stalls, tcp };
}

function unpackLedger(from: Unpacker): LedgerSnapshot {
  const counts = numbersOf(COUNTS, from);
  const [sendLag, total, recent] = HISTOGRAMS.map(() => unpackHistogram(from)) as [
    HistogramData,
    HistogramData,
    HistogramData,
  ];
  const held = unpackHeld(from);
  const strip = { from: from.number(), codes: from.bytes() };
  const probes = from.number() === 0 ? null : { flow: from.words(), number: from.words() };
  return { ...counts, sendLag, total, recent, held, strip: { ...strip, probes } };
}

function unpackStream(from: Unpacker): StreamSnapshot {
  const counts = numbersOf(STREAM_COUNTS, from);
  const down = unpackGoodput(from);
  return { ...counts, down, sendLag: from.number() === 0 ? null : unpackHistogram(from) };
}

function packGoodput(goodput: GoodputSoFar | null | undefined, into: Packer): void {
  into.number(goodput?.bytes ?? Number.NaN);
  into.number(goodput?.span ?? Number.NaN);
}

function unpackGoodput(from: Unpacker): GoodputSoFar | null {
  const [bytes, span] = [from.number(), from.number()];
  return Number.isNaN(bytes) ? null : { bytes, span };
}

function unpackHistogram(from: Unpacker): HistogramData {
  const columns = { cells: from.halves(), counts: from.words() };
  return { ...columns, ...numbersOf(['count', 'min', 'max', 'mean', 'squares'] as const, from) };
}

const numbersOf = <Name extends string>(names: readonly Name[], from: Unpacker): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, from.number()])) as Record<Name, number>;

const SAID = ['received', 'sent', 'duplicates', 'reordered', 'bytesReceived', 'bytesSent', 'age'] as const;

export function packSaid({ snapshot, at }: Said, into: Packer): void {
  into.number(at);
  for (const name of SAID) into.number(snapshot[name]);
  into.number(snapshot.seen ?? Number.NaN);
  into.number(snapshot.resentHere ?? Number.NaN);
  into.number(snapshot.resentOnLink ?? Number.NaN);
  packGoodput(snapshot.goodput, into);
}

/** @param packed of this program, never from a network or a file */
export function unpackSaid(packed: Uint8Array): Said {
  const from = new Unpacker(packed);
  const at = from.number();
  const counts = numbersOf(SAID, from);
  const seen = from.number();
  const [resentHere, resentOnLink] = [from.number(), from.number()];
  const goodput = unpackGoodput(from);
  return {
    snapshot: {
      type: 'snapshot',
      ...counts,
      seen: Number.isNaN(seen) ? null : seen,
      ...(Number.isNaN(resentHere) ? {} : { resentHere }),
      ...(Number.isNaN(resentOnLink) ? {} : { resentOnLink }),
      // The intervals are no matter of the screen's.
      ...(goodput === null ? {} : { goodput: { ...goodput, since: 0, columns: [] } }),
    },
    at,
  };
}
