/** What the portable port and its two kinds of flow know of each other. */
import type { Clock } from '../../clock.ts';
import type { Batch } from '../../wire/batch.ts';
import type { Address, SocketState } from '../port.ts';
import type { Inbox } from './inbox.ts';
import type { OutgoingPool } from './outgoing.ts';

export interface FlowHost {
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly outgoing: OutgoingPool;
  /** Connections are read one at a time, so one buffer serves them all. */
  readonly readBuffer: Buffer;
  flowEnded(flow: number, errno: number | null): void;
  /** What is called with bytes of a server's guest: its exceptions end that guest's session and no other. */
  readonly guarded: Guarded;
}

export type Guarded = <A, B>(take: (first: A, second: B) => void) => (first: A, second: B) => void;

export interface Flow {
  local(): Address;
  writable(): boolean;
  /** Entries `[from, to)` of the batch, all of this flow. */
  send(batch: Batch, from: number, to: number): void;
  bytesReceived(): number;
  /** Bytes that wait in this process. */
  unsent(): number;
  drops(): number | null;
  receiveBuffer(): number | null;
  error(): number;
  given(): SocketState | null;
  close(abort: boolean): void;
  /** Closes at once; resolves when the descriptor is gone. */
  closed(): Promise<void>;
}
