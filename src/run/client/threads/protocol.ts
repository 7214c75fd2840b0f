/** What the main thread and a generator worker say to each other. Everything is structured-cloneable. */
import type { OffsetKnown } from '../../../measure/delay/known-offset.ts';
import type { FreshSamples } from '../../../measure/delay/samples.ts';
import type { StallData } from '../../../measure/delay/stalls.ts';
import type { GoodputData, GoodputSoFar } from '../../../measure/goodput/data.ts';
import type { HistogramData } from '../../../measure/histogram.ts';
import type { LedgerSummary } from '../../../measure/ledger/ledger-data.ts';
import type { StreamedInterval } from '../../../measure/slices/intervals.ts';
import type { SocketState, TcpInfo } from '../../../net/port.ts';
import type { WrongData } from '../../../session/plain/answers.ts';
import type { SilenceData } from '../../../session/silence-log.ts';
import type { StreamSummary } from '../../../session/stream/data.ts';
import type { Details, ErrorCode } from '../../../words/index.ts';
import type { Moment } from '../generator/moment.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { Lane } from './report-ring.ts';

/** All that a worker needs; it never sees the command line. */
export interface GeneratorSetup {
  /** `clients`, `rate` and `count` are this worker's share; the rest is the transport's. */
  readonly plan: TransportPlan;
  /** This worker's flows have the global numbers `worker`, `worker + workers`, … */
  readonly worker: number;
  readonly workers: number;
  /** Its place among the generators of all machines, 0..1: so far into its first gap its schedule begins. */
  readonly place: number;
  /** What was measured so far is told each second, for the machine may go. */
  readonly moments: boolean;
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
  /** Datagrams that do not come through are measured as what they are: another transport is measured besides. */
  readonly mayFail: boolean;
  /** What is known of the server's clock; null: nothing. */
  readonly offset: OffsetKnown | null;
  /** The server's program stamps arrivals when it reads them. */
  readonly arrivalsUnsure: boolean;
  /** Reports are wanted every so many ns. */
  readonly reportEvery: number;
  /** Where reports for a screen go; null: nobody looks. Taking one costs a third of a millisecond in which nothing is sent. */
  readonly reports: Lane | null;
}

export type ToWorker =
  /** Before the first word: a run of this kind will come. Nothing of it reaches anybody else. */
  | { readonly type: 'rehearse'; readonly setup: GeneratorSetup }
  /** The first word: open the flows. */
  | { readonly type: 'setup'; readonly setup: GeneratorSetup }
  /** Begin: warm-up starts at `at`, ns since the epoch. */
  | { readonly type: 'start'; readonly at: number }
  /** Send no more; what is on its way is still awaited. */
  | { readonly type: 'halt' }
  /** Close the ledger now and report. */
  | { readonly type: 'stop' }
  /** Ask whether small datagrams pass, for nothing else does. */
  | { readonly type: 'small' }
  /** One-way modes: the server has frozen its ledger; it sent so many probes on each of this worker's flows. */
  | { readonly type: 'expect'; readonly sent: readonly number[] }
  /** The last word: close everything, and wait for another run. */
  | { readonly type: 'close' };

/** What a generator's run is told between its first word and its last. */
export type ToRun = Exclude<ToWorker, { readonly type: 'rehearse' | 'setup' | 'close' }>;

/** What a worker did beside its ledger. */
export interface GeneratorReport {
  /** Share of the time that it worked (spinning excluded), 0..1; null where nothing ran. */
  readonly utilisation: number | null;
  readonly timestampSource: 'user' | 'kernel' | 'virtual';
  /** Start of the measured part, and its end: the last activity, or the planned end. ns since the epoch. */
  readonly measuredFrom: number;
  readonly endedAt: number;
  /** It gave up because nothing moved any more. */
  readonly stalled: boolean;
  /** When its thread did not run. */
  readonly stalls: StallData;
  /** Flows that ended before the run did. */
  readonly endedFlows: number;
  /** Flows whose `open` was answered; null where nothing is exchanged. */
  readonly opened: number | null;
  /** When nothing came, and what is known of why. */
  readonly silence: SilenceData;
  /** Of each TCP flow; null where the platform does not tell. */
  readonly tcp: readonly TcpInfo[] | null;
  /** Segments that were sent again, by interval; null where that is not told. */
  readonly resent: readonly number[] | null;
  /** Receive-buffer drops of each UDP flow; null where the platform does not tell. */
  readonly drops: readonly number[] | null;
  /** How long each TCP connection took to be made, ns; null over UDP. */
  readonly connects: HistogramData | null;
  /** SYNs that were sent again for them; null where the kernel does not tell. */
  readonly repeatedSyns: number | null;
  /** Answers that were not what was sent; null where what answers is ours. */
  readonly wrong: WrongData | null;
  /** Payload bytes of the measured part (first copies). */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** A slice of a one-way stream, as it ended. */
export interface StreamInterval {
  readonly index: number;
  readonly sent: number;
  readonly refused: number;
  readonly skipped: number;
  readonly received: number;
  /** Of what came down, in pieces as small as a read; null where nothing does. */
  readonly bytesDown: number | null;
  /** Segments that this end sent again; null where the kernel does not tell, or the other end sends, too. */
  readonly retransmits: number | null;
}

export interface StreamSnapshot {
  readonly sent: number;
  readonly received: number;
  /** What has come down; null where nothing does. */
  readonly down: GoodputSoFar | null;
  readonly sendLag: HistogramData | null;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly operation: string;
  readonly details: Details;
}

export type FromWorker =
  /** So many flows are open so far. */
  | { readonly type: 'connected'; readonly count: number }
  /** All are; what the system made of the options of the first. */
  | { readonly type: 'ready'; readonly given: SocketState | null }
  /** One-way modes, whose ends go by them: probes so far. */
  | {
      readonly type: 'counts';
      readonly sent: number;
      readonly received: number;
      /** Bytes that came, warm-up included. */
      readonly moved: number;
    }
  /** Its reports find no room: the screen would stand still. */
  | { readonly type: 'unshown' }
  | {
      readonly type: 'intervals';
      readonly probes: readonly StreamedInterval[];
      readonly stream: readonly StreamInterval[];
      /** TCP segments of the measured part that this end sent again so far; null where the platform does not tell. */
      readonly resent: number | null;
    }
  /** Where the times of each probe are wanted: the latest. */
  | { readonly type: 'samples'; readonly samples: FreshSamples }
  /** What was measured until so many whole seconds of the measured part; see `GeneratorSetup.moments`. */
  | { readonly type: 'moment'; readonly second: number; readonly moment: Moment }
  /** Everything that this end sends has left, or never will: what comes now is only awaited. */
  | { readonly type: 'sent-all' }
  | {
      readonly type: 'finished';
      readonly measured: LedgerSummary | null;
      readonly warmup: LedgerSummary | null;
      readonly stream: StreamSummary | null;
      /** Echo: of the answers. */
      readonly goodput: GoodputData | null;
      readonly report: GeneratorReport;
    }
  /** Nothing of the run's size came through: whether small datagrams do. */
  | { readonly type: 'small'; readonly pass: boolean }
  /** Nothing was measured. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Everything is closed, and it waits for another run. */
  | { readonly type: 'closed' };
