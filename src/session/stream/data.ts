import type { GoodputData } from '../../measure/goodput/data.ts';
import type { HistogramData } from '../../measure/histogram.ts';
import type { BlockedSum } from '../../measure/ledger/probe-times.ts';
import type { BatchData } from '../../measure/slices/batches.ts';
import type { JitterSum } from '../../measure/variation/jitter.ts';

/** Structured-cloneable. Columns by local flow index. */
export interface StreamSummary {
  readonly sentOf: readonly number[];
  readonly receivedOf: readonly number[];
  /** Whether a flow ended before the run did. */
  readonly endedOf: readonly boolean[];
  readonly duplicates: number;
  readonly reordered: number;
  readonly extents: ReadonlyMap<number, number>;
  readonly corrupt: number;
  readonly foreign: number;
  readonly errors: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly skipped: number;
  /** Of these: there was no room for them. */
  readonly skippedFull: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** All that was handed to the kernel, warm-up included. */
  readonly bytesMoved: number;
  /** What came down; null where nothing does. */
  readonly goodput: GoodputData | null;
  readonly jitterDown: JitterSum;
  readonly sendLag: HistogramData | null;
  /** null where nothing is sent here. */
  readonly blocked: BlockedSum | null;
  readonly warmup: { readonly sent: number; readonly received: number };
  /** By interval. */
  readonly sentIn: Uint32Array;
  readonly refusedIn: Uint32Array;
  readonly skippedIn: Uint32Array;
  readonly receivedIn: Uint32Array;
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
