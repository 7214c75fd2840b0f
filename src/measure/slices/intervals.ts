/**
 * Slices of a run, twice: as they end, by the time of each event (streamed), and in the result, where each probe belongs
 * to the interval in which it was sent.
 */
import { grown } from '../columns.ts';
import { Histogram, type HistogramData } from '../histogram.ts';

/** What happened between two times; `unresolved` probes were still awaited at its end. */
export interface StreamedInterval {
  readonly index: number;
  readonly sent: number;
  readonly refused: number;
  /** Probes that were given up in this interval, unsent. */
  readonly skipped: number;
  readonly received: number;
  readonly late: number;
  /** Probes that passed the threshold in this interval: lost, or late as it will turn out. */
  readonly overdue: number;
  /** Of these, those that had no answer when it ended. */
  readonly lost: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly unresolved: number;
  readonly latency: HistogramData;
}

/** Columns by interval of sending; of what never left, by the interval in which it was tried, or was due. */
export interface IntervalData {
  readonly sent: Uint32Array;
  readonly refused: Uint32Array;
  readonly skipped: Uint32Array;
  readonly received: Uint32Array;
  readonly late: Uint32Array;
  readonly open: Uint32Array;
  readonly duplicates: Uint32Array;
  readonly reordered: Uint32Array;
  readonly latency: readonly (readonly HistogramData[])[];
}

/** More intervals than this share the last one: a bound on memory whatever the options say. */
export const MOST_INTERVALS = 1_000_000;

const COLUMNS = [
  'sent',
  'refused',
  'skipped',
  'received',
  'late',
  'open',
  'duplicates',
  'reordered',
] as const;
type Column = (typeof COLUMNS)[number];

function columnsOf<T>(value: (column: Column) => T): Record<Column, T> {
  return Object.fromEntries(COLUMNS.map((column) => [column, value(column)])) as Record<Column, T>;
}

export class SentIntervals {
  readonly #start: number;
  readonly #length: number;
  readonly #threshold: number;
  #columns = columnsOf(() => new Uint32Array(16));
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

  #index(at: number): number {
    return Math.max(0, Math.min(MOST_INTERVALS - 1, Math.floor((at - this.#start) / this.#length)));
  }

  sent(at: number): void {
    const index = this.#room(at);
    this.#columns.sent[index]!++;
  }

  refused(at: number): void {
    const index = this.#room(at);
    this.#columns.refused[index]!++;
  }

  /** @param intended never left, though it was due then */
  skipped(intended: number): void {
    const index = this.#room(intended);
    this.#columns.skipped[index]!++;
  }

  /** Its answer was awaited when the waiting was cut short. */
  left(sentAt: number): void {
    this.#columns.open[this.#index(sentAt)]!++;
  }

  answered(sentAt: number, late: boolean, latency: number): void {
    const index = this.#index(sentAt);
    (late ? this.#columns.late : this.#columns.received)[index]!++;
    let histogram = this.#open.get(index);
    if (histogram === undefined) {
      histogram = this.#spare.pop() ?? new Histogram();
      this.#open.set(index, histogram);
    }
    histogram.record(latency);
  }

  duplicate(sentAt: number): void {
    this.#columns.duplicates[this.#index(sentAt)]!++;
  }

  reordered(sentAt: number): void {
    this.#columns.reordered[this.#index(sentAt)]!++;
  }

  /** @returns the interval of a time, for which there is room in the columns */
  #room(at: number): number {
    const index = this.#index(at);
    if (index >= this.#count) this.#extend(index, at);
    return index;
  }

  #extend(index: number, now: number): void {
    this.#count = index + 1;
    for (const column of COLUMNS) this.#columns[column] = grown(this.#columns[column], this.#count);
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
    return {
      ...columnsOf((column) => this.#columns[column].slice(0, this.#count)),
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
  const columns = columnsOf((column) => sumColumns(parts.map((part) => part[column])));
  return {
    ...columns,
    latency: Array.from(columns.sent, (_, index) => parts.flatMap((part) => part.latency[index] ?? [])),
  };
}
