/** Joining the ledgers of several generators into one, as if one had kept it. */

import { mergeCounts } from '../columns.ts';
import { mergeHeld } from '../delay/held-so-far.ts';
import { mergeDelays } from '../delay/merge.ts';
import { Histogram, type HistogramData } from '../histogram.ts';
import { mergeBatches } from '../slices/batches.ts';
import { mergeIntervals } from '../slices/intervals.ts';
import type { JitterSum } from '../variation/jitter.ts';
import type { DeliveryData, Strip } from './delivery.ts';
import { DELIVERY_LIMIT } from './delivery.ts';
import type { LedgerSnapshot, LedgerSummary } from './ledger-data.ts';
import { mergedBlocked } from './probe-times.ts';

const joined = (parts: readonly HistogramData[]): HistogramData =>
  parts.length === 1 ? parts[0]! : Histogram.from(parts).data();

/** null where any part does not know. */
const joinedKnown = (parts: readonly (HistogramData | null)[]): HistogramData | null => {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : joined(known);
};

function joinedMaps<K>(parts: readonly ReadonlyMap<K, number>[]): Map<K, number> {
  const all = new Map<K, number>();
  for (const part of parts) mergeCounts(all, part);
  return all;
}

const joinedJitter = (parts: readonly JitterSum[]): JitterSum => ({
  sum: parts.reduce((all, part) => all + part.sum, 0),
  updates: parts.reduce((all, part) => all + part.updates, 0),
});

/**
 * @param parts at least one, in the order of the workers
 * The flows of the whole are in the order in which {@link interleave} deals them out.
 */
export function mergeSummaries(parts: readonly LedgerSummary[]): LedgerSummary {
  if (parts.length === 1) return parts[0]!;
  const sum = (pick: (part: LedgerSummary) => number): number =>
    parts.reduce((all, part) => all + pick(part), 0);
  return {
    sent: sum((part) => part.sent),
    hit: sum((part) => part.hit),
    received: sum((part) => part.received),
    late: sum((part) => part.late),
    lost: sum((part) => part.lost),
    open: sum((part) => part.open),
    skipped: sum((part) => part.skipped),
    skippedFull: sum((part) => part.skippedFull),
    duplicates: sum((part) => part.duplicates),
    reordered: sum((part) => part.reordered),
    corrupt: sum((part) => part.corrupt),
    foreign: sum((part) => part.foreign),
    errors: sum((part) => part.errors),
    refused: joinedMaps(parts.map((part) => part.refused)),
    response: joinedKnown(parts.map((part) => part.response)),
    service: joined(parts.map((part) => part.service)),
    sendLag: joinedKnown(parts.map((part) => part.sendLag)),
    reading: joined(parts.map((part) => part.reading)),
    blocked: mergedBlocked(parts.map((part) => part.blocked)),
    jitter: joinedJitter(parts.map((part) => part.jitter)),
    jitterDown: joinedJitter(parts.map((part) => part.jitterDown)),
    reorderedDown: sum((part) => part.reorderedDown),
    extents: joinedMaps(parts.map((part) => part.extents)),
    ipdv: joined(parts.map((part) => part.ipdv)),
    delayVariation: joined(parts.map((part) => part.delayVariation)),
    delays: mergeDelays(parts.map((part) => part.delays)),
    runLengths: joinedMaps(parts.map((part) => part.runLengths)),
    intervals: mergeIntervals(parts.map((part) => part.intervals)),
    batches: mergeBatches(parts.map((part) => part.batches)),
    delivery: mergeDelivery(
      parts.map((part) => part.delivery),
      places(parts.map((part) => part.flows.length)),
    ),
    flows: interleave(parts.map((part) => part.flows)),
    firstSent: Math.min(...parts.map((part) => part.firstSent)),
    lastSent: Math.max(...parts.map((part) => part.lastSent)),
  };
}

/**
 * Columns of the workers dealt out again, one of each in turn: element i of worker w is number w + i × workers, as long as
 * no worker before has run out.
 */
export function interleave<T>(parts: readonly (readonly T[])[]): T[] {
  const all: T[] = [];
  const longest = Math.max(...parts.map((part) => part.length));
  for (let i = 0; i < longest; i++) {
    for (const part of parts) if (i < part.length) all.push(part[i]!);
  }
  return all;
}

/** The place in the whole of each flow of each worker. */
function places(flows: readonly number[]): Uint32Array[] {
  const of = flows.map((count) => new Uint32Array(count));
  const order = interleave(of.map((column, worker) => Array.from(column, (_, flow) => [worker, flow])));
  order.forEach(([worker, flow], place) => {
    of[worker!]![flow!] = place;
  });
  return of;
}

/** By time of sending; flow numbers become those of the whole. */
function mergeDelivery(parts: readonly DeliveryData[], place: readonly Uint32Array[]): DeliveryData {
  const entries = parts.flatMap((part, worker) =>
    Array.from(part.codes, (code, i) => ({
      code,
      sentAt: part.sentAt[i]!,
      flow: place[worker]![part.flow[i]!]!,
      number: part.number[i]!,
    })),
  );
  entries.sort((a, b) => a.sentAt - b.sentAt);
  const first = entries.slice(0, DELIVERY_LIMIT);
  return {
    codes: Uint8Array.from(first, (entry) => entry.code),
    sentAt: Float64Array.from(first, (entry) => entry.sentAt),
    flow: Uint32Array.from(first, (entry) => entry.flow),
    number: Uint32Array.from(first, (entry) => entry.number),
  };
}

/**
 * The strips of several generators cannot be put in order cheaply: they are dealt evenly, as their probes left. The newest
 * of each stand at the end: what is still on its way would look overtaken behind many of another that sends faster.
 */
export function mergeStrips(parts: readonly Strip[]): Strip {
  const cells = parts
    .flatMap(({ from, codes, probes }, worker) =>
      Array.from(codes, (code, i) => ({
        place: (i + 1) / codes.length,
        code,
        flow: worker + (probes?.flow[i] ?? 0) * parts.length,
        number: probes?.number[i] ?? from + i,
      })),
    )
    .sort((a, b) => a.place - b.place);
  return {
    from: parts.reduce((all, part) => all + part.from, 0),
    codes: Uint8Array.from(cells, ({ code }) => code),
    probes: {
      flow: Uint32Array.from(cells, ({ flow }) => flow),
      number: Uint32Array.from(cells, ({ number }) => number),
    },
  };
}

export function mergeSnapshots(parts: readonly LedgerSnapshot[]): LedgerSnapshot {
  if (parts.length === 1) return parts[0]!;
  const sum = (pick: (part: LedgerSnapshot) => number): number =>
    parts.reduce((all, part) => all + pick(part), 0);
  return {
    sent: sum((part) => part.sent),
    hit: sum((part) => part.hit),
    refused: sum((part) => part.refused),
    skipped: sum((part) => part.skipped),
    received: sum((part) => part.received),
    late: sum((part) => part.late),
    lost: sum((part) => part.lost),
    unresolved: sum((part) => part.unresolved),
    duplicates: sum((part) => part.duplicates),
    reordered: sum((part) => part.reordered),
    sendLag: joined(parts.map((part) => part.sendLag)),
    total: joined(parts.map((part) => part.total)),
    recent: joined(parts.map((part) => part.recent)),
    held: mergeHeld(parts.map((part) => part.held)),
    strip: mergeStrips(parts.map((part) => part.strip)),
  };
}
