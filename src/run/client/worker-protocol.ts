/** What the main thread and a generator worker say to each other. Everything is structured-cloneable. */
import type { LedgerSnapshot, LedgerSummary, StreamedInterval } from '../../measure/ledger.ts';
import type { TcpInfo } from '../../net/port.ts';
import type { Details, ErrorCode } from '../../words/index.ts';
import type { TransportPlan } from './effective.ts';

/** All that a worker needs; it never sees the command line. */
export interface GeneratorSetup {
  /** `clients`, `rate` and `count` are this worker's share; the rest is the transport's. */
  readonly plan: TransportPlan;
  /** This worker's flows have the global numbers `worker`, `worker + workers`, … */
  readonly worker: number;
  readonly workers: number;
  /** The machine clock at time zero of the run (see clock.ts). */
  readonly epoch: bigint;
  readonly remote: { readonly address: string; readonly port: number };
  readonly bind: string | null;
  /** Sixteen hexadecimal digits; null: a plain echo target. */
  readonly token: string | null;
  /** Datagrams carry a MAC made with this session key (hexadecimal); null: none. */
  readonly sessionKey: string | null;
  readonly engine: 'portable' | 'linux';
  readonly busyPoll: boolean;
  readonly sockets: {
    readonly sendBuffer: number | null;
    readonly receiveBuffer: number | null;
    readonly dscp: number | null;
    readonly nagle: boolean;
    readonly congestionControl: string | null;
  };
  readonly perFlow: boolean;
  /** Live snapshots are wanted every so many ns. */
  readonly snapshotEvery: number;
}

export type ToWorker =
  /** Begin: warm-up starts at `at`, ns since the epoch. */
  | { readonly type: 'start'; readonly at: number }
  /** Send no more, close the ledger now, and report. */
  | { readonly type: 'stop' }
  /** The server's down stream is complete. */
  | { readonly type: 'done' };

/** What a worker did beside its ledger. */
export interface GeneratorReport {
  /** Share of the time that it worked (spinning excluded), 0..1; null where nothing ran. */
  readonly utilisation: number | null;
  readonly timestampSource: 'user' | 'kernel' | 'virtual';
  /** Measured time from the first intended probe to the last activity, ns. */
  readonly elapsed: number;
  /** Of each TCP flow, by local flow index; null where the platform does not tell. */
  readonly tcp: readonly (TcpInfo | null)[] | null;
  /** Receive-buffer drops of each UDP flow; null where the platform does not tell. */
  readonly drops: readonly (number | null)[] | null;
  /** One-way streams: payload bytes of the measured part handed to the kernel, and received. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

export type FromWorker =
  /** So many flows are open so far. */
  | { readonly type: 'connected'; readonly count: number; readonly of: number }
  | {
      readonly type: 'snapshot';
      readonly snapshot: LedgerSnapshot;
      readonly phase: 'warmup' | 'running' | 'draining';
      readonly now: number;
      readonly utilisation: number | null;
    }
  | { readonly type: 'intervals'; readonly intervals: readonly StreamedInterval[] }
  | {
      readonly type: 'finished';
      readonly measured: LedgerSummary;
      readonly warmup: LedgerSummary | null;
      readonly report: GeneratorReport;
      /** Why it ended before its time; absent otherwise. */
      readonly failure?: { readonly code: ErrorCode; readonly operation: string; readonly details: Details };
    }
  /** Nothing was measured. */
  | {
      readonly type: 'failed';
      readonly code: ErrorCode;
      readonly operation: string;
      readonly details: Details;
    };
