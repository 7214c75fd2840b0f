/** What the link's loop (a worker thread) and the link process say to each other. */
import type { FateRecord, Impairment, LinkReport, QueueMoment } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';

export interface LoopData {
  /** The client's and the server's TUN device. */
  readonly clientFd: number;
  readonly serverFd: number;
  /** The taps of both (packet-tap.ts); null: there is none, and a packet came when it is read. */
  readonly clientTap: number | null;
  readonly serverTap: number | null;
  readonly impairment: Impairment;
  /** Each session has losses of its own. */
  readonly bySession: boolean;
  /** The link's time zero: machineNow() in decimal digits. */
  readonly epoch: string;
  /** Every fate is wanted, not a bounded number. */
  readonly all: boolean;
  /** A flipped bit in a UDP datagram passes its checksum. */
  readonly passesChecksum: boolean;
  /** Packets' bytes too. */
  readonly capture: boolean;
}

export type ToLoop =
  | { readonly type: 'impairment'; readonly impairment: Impairment }
  | { readonly type: 'start'; readonly transport: Transport; readonly at: number }
  | {
      readonly type: 'report';
      readonly id: number;
      readonly transport: Transport;
      readonly token: string | null;
      readonly session: boolean;
    }
  | { readonly type: 'end' };

/** By the number of the record. */
export interface Written {
  readonly indexes: readonly number[];
  readonly times: readonly number[];
}

export type FromLoop =
  | {
      readonly type: 'packets';
      readonly records: readonly FateRecord[];
      readonly bytes: readonly Uint8Array[];
      /** Of records told now or before: which packets were handed over since, and when (ns since the link's epoch). */
      readonly written: Written;
      readonly skipped: number;
    }
  | {
      readonly type: 'report';
      readonly id: number;
      readonly counts: Pick<LinkReport, 'up' | 'down'>;
      readonly overrun: number;
    }
  | {
      readonly type: 'queue';
      /** ns since the link's epoch. */
      readonly time: number;
      readonly up: QueueMoment;
      readonly down: QueueMoment;
    }
  | { readonly type: 'running' }
  | { readonly type: 'ended'; readonly overrun: number };
