import type { BatchData } from '../measure/batches.ts';
import type { HistogramData } from '../measure/histogram.ts';
import type { JitterSum } from '../measure/jitter.ts';
import type { BlockedSum } from '../measure/probe-times.ts';
import type { TrafficData } from '../measure/traffic.ts';

/** Structured-cloneable. Columns by local flow index. */
export interface StreamSummary {
  readonly sentOf: readonly number[];
  readonly receivedOf: readonly number[];
  readonly duplicates: number;
  readonly reordered: number;
  readonly extents: ReadonlyMap<number, number>;
  readonly corrupt: number;
  readonly foreign: number;
  readonly errors: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly skipped: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly jitterDown: JitterSum;
  readonly sendLag: HistogramData | null;
  /** null where nothing is sent here. */
  readonly blocked: BlockedSum | null;
  readonly warmup: { readonly sent: number; readonly received: number };
  readonly sentIn: TrafficData;
  readonly refusedIn: TrafficData;
  readonly skippedIn: TrafficData;
  readonly receivedIn: TrafficData;
  readonly lastSent: number;
  readonly firstReceived: number;
  readonly lastReceived: number;
  /** Where losses stand among the numbers that came; null where nothing is received here. */
  readonly losses: {
    /** Highest number that arrived, plus 1. */
    readonly seen: readonly number[];
    /** Runs of consecutive losses below it. */
    readonly runs: ReadonlyMap<number, number>;
    /** Arrivals by number. */
    readonly slots: BatchData;
  } | null;
}
