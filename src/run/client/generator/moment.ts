/** What a generator has measured so far, short enough to be told each second: what is left of it where its machine goes. */
import { mergeCounts } from '../../../measure/columns.ts';
import { Histogram, type HistogramData } from '../../../measure/histogram.ts';
import type { LedgerMoment } from '../../../measure/ledger/ledger-data.ts';
import { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import type { StreamSummary } from '../../../session/stream/data.ts';

const COUNTS = [
  'duplicates',
  'reordered',
  'corrupt',
  'foreign',
  'errors',
  'refused',
  'skipped',
  'bytesSent',
  'bytesReceived',
  'bytesMoved',
  'sendLag',
] as const;
type StreamCount = (typeof COUNTS)[number];

/** Of a one-way stream, over all its flows. */
export interface StreamMoment extends Pick<StreamSummary, StreamCount> {
  readonly sent: number;
  readonly received: number;
  /** What came down: bytes, and the ns in which they did; null where nothing does. */
  readonly down: { readonly bytes: number; readonly span: number } | null;
}

/** Cumulative, warm-up excluded; exactly one of `ledger` and `stream` is known. */
export interface Moment {
  /** ns since the start of the measured part. */
  readonly at: number;
  readonly ledger: LedgerMoment | null;
  readonly stream: StreamMoment | null;
}

export function momentOf(engine: Sender | StreamClient, now: number): Moment {
  const at = now - engine.measuredFrom;
  if (engine instanceof Sender) return { at, ledger: engine.measured.moment(now), stream: null };
  const summary = engine.summary(now);
  const told = Object.fromEntries(COUNTS.map((count) => [count, summary[count]]));
  const counts = told as Pick<StreamSummary, StreamCount>;
  return { at, ledger: null, stream: { ...counts, ...engine.counts(), down: engine.goodput(now) } };
}

/** Numbers are summed up, histograms and counts by name joined; null where one does not know. */
function joined<T extends object>(parts: readonly T[]): T {
  const entries = Object.keys(parts[0]!).map((key) => {
    const values = parts.map((part) => part[key as keyof T] as unknown);
    return [key, values.includes(null) ? null : joinedValues(values)];
  });
  return Object.fromEntries(entries) as T;
}

function joinedValues(values: readonly unknown[]): unknown {
  if (typeof values[0] === 'number') return (values as number[]).reduce((all, one) => all + one, 0);
  if (!(values[0] instanceof Map)) return Histogram.from(values as HistogramData[]).data();
  const all = new Map<string, number>();
  for (const counts of values as Map<string, number>[]) mergeCounts(all, counts);
  return all;
}

/** @param parts of the generators of one transport, at least one */
export function mergeMoments(parts: readonly Moment[]): Moment {
  if (parts.length === 1) return parts[0]!;
  const ledgers = parts.flatMap(({ ledger }) => ledger ?? []);
  const streams = parts.flatMap(({ stream }) => stream ?? []);
  return {
    at: Math.min(...parts.map(({ at }) => at)),
    ledger: ledgers.length === 0 ? null : joined(ledgers),
    stream: streams.length === 0 ? null : { ...joined(streams.map(withoutDown)), down: downOf(streams) },
  };
}

const withoutDown = (stream: StreamMoment): StreamMoment => ({ ...stream, down: null });

/** Bytes of all, in the longest of their times. */
function downOf(streams: readonly StreamMoment[]): StreamMoment['down'] {
  const known = streams.flatMap(({ down }) => down ?? []);
  if (known.length === 0) return null;
  return {
    bytes: known.reduce((all, { bytes }) => all + bytes, 0),
    span: Math.max(...known.map(({ span }) => span)),
  };
}
