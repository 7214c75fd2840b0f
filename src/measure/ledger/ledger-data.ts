/** What a ledger is given and what it hands over. Everything is structured-cloneable, and parts can be merged (merge.ts). */

import type { HeldData } from '../delay/held-so-far.ts';
import type { DelaySplit } from '../delay/split.ts';
import type { Stalls } from '../delay/stalls.ts';
import type { HistogramData } from '../histogram.ts';
import type { BatchData } from '../slices/batches.ts';
import type { IntervalData } from '../slices/intervals.ts';
import type { RecentMinimum } from '../variation/recent-minimum.ts';
import type { VariationSummary } from '../variation/variation.ts';
import type { DeliveryData, Strip } from './delivery.ts';
import type { SettledPart } from './flow-rows.ts';
import type { TimesSummary } from './probe-times.ts';

export interface LedgerOptions {
  readonly flows: number;
  /** ns after the actual send; an answer after it is late. */
  readonly lossThreshold: number;
  /** Length of an interval, ns. */
  readonly interval: number;
  /** Time zero of the intervals. */
  readonly start: number;
  /** Probes have intended times; otherwise response time and send lag are unknown. */
  readonly openLoop: boolean;
  /** Streams: no duplicates, no reordering; probes may wait behind a lost segment. */
  readonly tcp: boolean;
  /** Whose the delays were, where the server tells its times. */
  readonly split?: DelaySplit | undefined;
  /** Of the thread that sends and reads; absent: nobody watches it. */
  readonly stalls?: Stalls | undefined;
  /** The kernel tells when answers arrive. */
  readonly stamped?: boolean | undefined;
  /** Streams: the fastest answers lately, shared with the ledger of the warm-up; its own where it is not given. */
  readonly fastest?: RecentMinimum | undefined;
}

export type Arrival = 'received' | 'late' | 'duplicate' | 'unknown';

/** For the screen: cumulative, and since the last snapshot. */
export interface LedgerSnapshot {
  readonly sent: number;
  readonly hit: number;
  readonly refused: number;
  readonly skipped: number;
  readonly received: number;
  readonly late: number;
  readonly lost: number;
  readonly unresolved: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly sendLag: HistogramData;
  readonly total: HistogramData;
  readonly recent: HistogramData;
  /** Who held the answers so far; null where that is not known yet. */
  readonly held: HeldData | null;
  readonly strip: Strip;
}

/** A ledger as it stands, cumulative: what can be told of it again and again. `lost` passed the threshold, `open` did not. */
export interface LedgerMoment
  extends Pick<LedgerSummary, LedgerCount>,
    Pick<TimesSummary, 'response' | 'service' | 'sendLag'> {
  readonly refused: ReadonlyMap<string, number>;
}

type LedgerCount =
  | 'sent'
  | 'received'
  | 'late'
  | 'lost'
  | 'open'
  | 'skipped'
  | 'duplicates'
  | 'reordered'
  | 'corrupt'
  | 'foreign'
  | 'errors';

/** One flow's row of the result. */
export interface FlowSummary {
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  /** null: nothing is awaited. */
  readonly settled: SettledPart | null;
  readonly delays: HistogramData;
}

/** A closed ledger. */
export interface LedgerSummary extends VariationSummary, TimesSummary {
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly lost: number;
  /** Sent and unanswered when the waiting was cut short: nobody knows. */
  readonly open: number;
  /** Answered, but left or read late because the thread stood still. */
  readonly hit: number;
  /** Due, and never offered to the kernel. */
  readonly skipped: number;
  /** Of these: there was no room for them. */
  readonly skippedFull: number;
  readonly duplicates: number;
  readonly corrupt: number;
  readonly foreign: number;
  readonly errors: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly delayVariation: HistogramData;
  readonly runLengths: ReadonlyMap<number, number>;
  readonly intervals: IntervalData;
  readonly batches: BatchData;
  readonly delivery: DeliveryData;
  /** By local flow index. */
  readonly flows: readonly FlowSummary[];
  readonly firstSent: number;
  readonly lastSent: number;
}
