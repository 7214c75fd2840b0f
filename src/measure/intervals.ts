/**
 * Slices of a run, twice: as they end, by the time of each event (streamed), and in the result, where each probe belongs
 * to the interval in which it was sent.
 */
import { grown } from './columns.ts';
import { Histogram, type HistogramData } from './histogram.ts';

/** What happened between two times; `unresolved` probes were still awaited at its end. */
export interface StreamedInterval {
  readonly index: number;
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  /** Probes that passed the threshold in this interval. */
  readonly lost: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly unresolved: number;
  readonly latency: HistogramData;
}

/** Columns by interval of sending. */
export interface IntervalData {
  readonly sent: Uint32Array;
  readonly received: Uint32Array;
  readonly late: Uint32Array;
  readonly duplicates: Uint32Array;
  readonly reordered: Uint32Array;
  readonly latency: readonly (readonly HistogramData[])[];
}

/** More intervals than this share the last one: a bound on memory whatever the options say. */
export const MOST_INTERVALS = 1_000_000;

export class SentIntervals {
  readonly #start: number;
  readonly #length: number;
  readonly #threshold: number;
  #sent = new Uint32Array(16);
  #received = new Uint32Array(16);
  #late = new Uint32Array(16);
  #duplicates = new Uint32Array(16);
  #reordered = new Uint32Array(16);
  #count = 0;
  /** Histograms of intervals whose answers may still come; older ones are kept as their filled cells. */
  readonly #open = new Map<number, Histogram>();
  readonly #closed: HistogramData[][] = [];
  readonly #spare: Histogram[] = [];

  constructor(start: number, length: number, threshold: number) {
    this.#start = start;
    this.#length = length;
    this.#threshold = threshold;
  }

  #index(sentAt: number): number {
    return Math.max(0, Math.min(MOST_INTERVALS - 1, Math.floor((sentAt - this.#start) / this.#length)));
  }

  sent(at: number): void {
    const index = this.#index(at);
    if (index >= this.#count) this.#extend(index, at);
    this.#sent[index]!++;
  }

  answered(sentAt: number, late: boolean, latency: number): void {
    const index = this.#index(sentAt);
    (late ? this.#late : this.#received)[index]!++;
    let histogram = this.#open.get(index);
    if (histogram === undefined) {
      histogram = this.#spare.pop() ?? new Histogram();
      this.#open.set(index, histogram);
    }
    histogram.record(latency);
  }

  duplicate(sentAt: number): void {
    this.#duplicates[this.#index(sentAt)]!++;
  }

  reordered(sentAt: number): void {
    this.#reordered[this.#index(sentAt)]!++;
  }

  #extend(index: number, now: number): void {
    this.#count = index + 1;
    this.#sent = grown(this.#sent, this.#count);
    this.#received = grown(this.#received, this.#count);
    this.#late = grown(this.#late, this.#count);
    this.#duplicates = grown(this.#duplicates, this.#count);
    this.#reordered = grown(this.#reordered, this.#count);
    const settled = this.#index(now - this.#threshold) - 1;
    for (const [old, histogram] of this.#open) if (old < settled) this.#shut(old, histogram);
  }

  #shut(index: number, histogram: Histogram): void {
    const parts = this.#closed[index];
    if (parts === undefined) this.#closed[index] = [histogram.data()];
    else parts.push(histogram.data());
    this.#open.delete(index);
    histogram.reset();
    this.#spare.push(histogram);
  }

  data(): IntervalData {
    for (const [index, histogram] of this.#open) this.#shut(index, histogram);
    const cut = (column: Uint32Array): Uint32Array => column.slice(0, this.#count);
    return {
      sent: cut(this.#sent),
      received: cut(this.#received),
      late: cut(this.#late),
      duplicates: cut(this.#duplicates),
      reordered: cut(this.#reordered),
      latency: Array.from({ length: this.#count }, (_, index) => this.#closed[index] ?? []),
    };
  }
}

function sumColumns(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(Math.max(0, ...parts.map((part) => part.length)));
  for (const part of parts) for (let i = 0; i < part.length; i++) all[i]! += part[i]!;
  return all;
}

export function mergeIntervals(parts: readonly IntervalData[]): IntervalData {
  const sent = sumColumns(parts.map((part) => part.sent));
  return {
    sent,
    received: sumColumns(parts.map((part) => part.received)),
    late: sumColumns(parts.map((part) => part.late)),
    duplicates: sumColumns(parts.map((part) => part.duplicates)),
    reordered: sumColumns(parts.map((part) => part.reordered)),
    latency: Array.from({ length: sent.length }, (_, index) =>
      parts.flatMap((part) => part.latency[index] ?? []),
    ),
  };
}
