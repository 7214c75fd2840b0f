/** What one trial saw: data alone, from which everything that is said follows. */
import type { FateRecord, Impairment } from '../../../result/impairment.ts';
import type { Side } from '../../ends/end-host.ts';
import type { EndEnded } from '../end/orders.ts';

/** How a command came to its end. */
export type EndState =
  | { readonly state: 'not-started'; readonly reason: string }
  /** It was not needed any more. */
  | { readonly state: 'not-run' }
  /** `killed` by the judge or for an excess; `at`: ms since the sender was started. */
  | (Omit<EndEnded, 'type' | 'file' | 'fileBytes'> & { readonly state: 'ended'; readonly at: number });

export interface SeenPacket extends FateRecord {
  /** What the transport carried, as it was sent; empty for anything but UDP and TCP. */
  readonly payload: Uint8Array;
}

/** Why the judge ended a trial that did not end by itself. */
export type StoppedFor = 'timeout' | 'quiet' | 'flood' | 'excess' | 'interrupted';

export interface TrialSeen {
  readonly impairment: Impairment;
  readonly file: Uint8Array;
  readonly ends: Readonly<Record<Side, EndState>>;
  /** In order of their times. ns since the first of them. */
  readonly packets: readonly SeenPacket[];
  /** What the receiver wrote; null: nothing. Cut where it is far too long. */
  readonly written: Uint8Array | null;
  readonly writtenBytes: number;
  /** From the sender's start to the later end. */
  readonly seconds: number;
  readonly stopped: StoppedFor | null;
}
