/**
 * What a run tells while it goes on. Dashboard, text lines and JSON lines are consumers of the same events;
 * none of them sees a packet, and none can change a measurement.
 */
import type { Transport } from '../../units.ts';
import type { IntervalRow, RunResult, Trust, Warning } from '../document/schema.ts';
import type { FateRecord, Impairment, QueueMoment } from '../impairment.ts';
import type { EffectiveSpec, RunSpec } from '../spec.ts';
import type { FleetMoment } from './fleet-events.ts';

export type Phase = 'connecting' | 'warmup' | 'running' | 'draining' | 'ended';

/** Counts of one direction so far; null where nobody knows yet (or ever: a plain echo server). */
export interface LiveDirection {
  readonly sent: number | null;
  readonly received: number | null;
  readonly lost: number | null;
  readonly duplicates: number | null;
  readonly reordered: number | null;
}

export interface LiveLatency {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

/** What has arrived at its receiver so far: payload bytes, and the ns of the receiver's clock in which they did. */
export interface LiveGoodput {
  readonly bytes: number;
  readonly span: number;
}

/**
 * Every 200 ms, for the screen: the run so far. Counts are cumulative (warm-up excluded), times in ns.
 */
export interface Snapshot {
  readonly phase: Phase;
  /** Since the start of the measured part (negative during warm-up). */
  readonly elapsed: number;
  /** Time left by duration, or by count at the present pace; null where unknown. */
  readonly remaining: number | null;
  readonly connected: number;
  readonly rate: { readonly offered: number | null; readonly achieved: number | null };
  readonly sent: number;
  readonly received: number;
  /** Passed the loss threshold without an answer, so far. */
  readonly lost: number;
  readonly late: number;
  /** Sent and still awaited. */
  readonly unresolved: number;
  readonly duplicates: number | null;
  readonly reordered: number | null;
  /** One-way runs; null where a direction is not the run's, or its receiver does not tell. */
  readonly goodput: { readonly up: LiveGoodput | null; readonly down: LiveGoodput | null };
  readonly up: LiveDirection | null;
  readonly down: LiveDirection | null;
  /** Which time the latency figures are. */
  readonly latencyKind: 'response' | 'service';
  /** Of the whole run so far. */
  readonly total: LiveLatency;
  /** Of the probes answered since the last snapshot. */
  readonly recent: LiveLatency;
  /** Histogram of the whole run so far: `counts[i]` answers between 10^(i/10) and 10^((i+1)/10) ns. */
  readonly histogram: readonly number[];
  readonly generator: {
    readonly utilisation: number | null;
    readonly sendLagP99: number | null;
  };
  /** ns that the measuring threads of this end have stood still so far; absent: nobody tells. */
  readonly stood?: number;
  /** Who held the answers so far, as shares that add up to 1; null where that is not known (yet). */
  readonly holders: { readonly all: Holders; readonly slowest: Holders } | null;
  /** Fates of the latest probes by time of sending, codes as in `delivery.fates` and `?` for open; the first is number `from`. */
  readonly strip: { readonly from: number; readonly fates: string };
  /** What this end's kernel says of its own sending. */
  readonly tcp: { readonly retransmits: number | null } | null;
  readonly warnings: readonly Warning[];
  /** As of the result, from the figures so far. */
  readonly trust: Trust;
}

/** Up and down are told apart when the run is over. */
export type Holders = Readonly<Record<'generator' | 'blocked' | 'network' | 'server' | 'unknown', number>>;

export type RunEvent =
  | {
      readonly event: 'start';
      readonly startedAt: string;
      readonly spec: RunSpec;
      readonly effective: EffectiveSpec;
      readonly transports: readonly Transport[];
      /** What is known to limit the trust before anything was sent. */
      readonly warnings: readonly Warning[];
    }
  /** Before the first probe: what the server granted and the system gave, where that is not what `start` said. */
  | {
      readonly event: 'granted';
      readonly effective: EffectiveSpec;
      /** Those that came with it. */
      readonly warnings: readonly Warning[];
    }
  | { readonly event: 'snapshot'; readonly transport: Transport; readonly snapshot: Snapshot }
  | { readonly event: 'interval'; readonly transport: Transport; readonly interval: IntervalRow }
  /** Where the times of each probe are wanted: of the latest answers, in ns; delays have the offset of the clocks in them. */
  | {
      readonly event: 'samples';
      readonly transport: Transport;
      /** Of the run's clock. */
      readonly sent: readonly number[];
      readonly up: readonly number[];
      readonly down: readonly number[];
    }
  /** The lab: packets that crossed the link since the last such event (a bounded number; `skipped` counts the others). */
  | { readonly event: 'packets'; readonly packets: readonly FateRecord[]; readonly skipped: number }
  /** The lab, where it has a bandwidth: how full the queue of each direction is, some times a second. */
  | {
      readonly event: 'queue';
      readonly atSeconds: number;
      readonly up: QueueMoment;
      readonly down: QueueMoment;
    }
  /** The lab: the link was changed while the run went on. */
  | { readonly event: 'impairment'; readonly atSeconds: number; readonly impairment: Impairment }
  /** A fleet, each second: its agents, and their sums. */
  | ({ readonly event: 'agents' } & FleetMoment)
  | { readonly event: 'result'; readonly result: RunResult };
