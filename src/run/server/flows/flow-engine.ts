/**
 * What the control side of a server needs of the side that moves probes. Two engines stand behind it: portable (sockets
 * of node:net and node:dgram in the same thread) and linux (a polling worker of its own).
 */
import type { Socket } from 'node:net';
import type { EndedColumns, GoodputSoFar } from '../../../measure/goodput/data.ts';
import type { Address } from '../../../net/port.ts';
import type { Ended, Grant, Hello, ServerLedger, ServerSnapshot } from '../../../wire/control.ts';
import type { Token } from '../../../wire/header.ts';
import type { Fault } from '../../listening/boundary.ts';
import { isStamped } from '../../stamped.ts';

/** What was negotiated for one session. */
export interface SessionPlan {
  readonly token: Token;
  /** The machine clock at time zero of this session's times (clock.ts). */
  readonly epoch: bigint;
  readonly hello: Hello;
  readonly granted: Grant['granted'];
  /** Probes per second and direction that this session moves at most, whatever its client does; Infinity: no bound. */
  readonly ceiling: number;
  /** Bytes that it may keep to know which probes arrived. */
  readonly memory: number;
  /** Connections that it may have open beside one for each client, in mode connect. */
  readonly spare: number;
  /** ns that a stream down may last, whatever was asked for. */
  readonly longest: number;
  /** Key of this session's datagram MACs; null: not keyed. */
  readonly macKey: Uint8Array | null;
  /** A datagram of someone else reached a flow's socket before it was connected: the listener's to judge. */
  readonly stray: (message: Buffer, from: Address) => void;
  /** The down stream has been sent. */
  readonly done: () => void;
  /** A flow could not be opened, or what moves the probes is gone: the session cannot be served. The client gets the sentence. */
  readonly failed: (sentence: string) => void;
  /** Told what was thrown in serving it: it ends, and no other. */
  readonly fault: Fault;
}

/** Nobody paces it: neither its client nor a limit that the server's owner has set. */
export const isFlood = ({ hello, granted }: Pick<SessionPlan, 'hello' | 'granted'>): boolean =>
  hello.mode !== 'echo' && hello.rate === null && granted.rate === null;

/** What has come up, with the intervals that ended since it was told last. */
export type GoodputTold = GoodputSoFar & EndedColumns;

/** What the server's screen shows and its limits watch, so far; warm-up excluded where a snapshot excludes it. */
export interface FlowCounts {
  /** Flows open now. */
  readonly open: number;
  /** Everything that moved, warm-up included: tells an idle session from a busy one, and bounds its bytes. */
  readonly moved: number;
  readonly movedBytes: number;
  /** Came faster than the ceiling allows, and were discarded unread. */
  readonly overLimit: number;
  /** More probes than the memory granted can keep apart. */
  readonly exhausted: boolean;
  /** Bytes in which it keeps which probes arrived, and those of answers that its client does not read. */
  readonly kept: number;
  readonly snapshot: ServerSnapshot;
  /** Payload bytes of streams down of which the kernel tells that they are still in a socket, or on their way. */
  readonly waiting: number;
  /** Probes that the client must have sent, by the highest number seen in each flow; null over TCP. */
  readonly expected: number | null;
}

export interface SessionFlows {
  /** Rejects where the socket cannot be had, or the MAC of `open` does not hold. Opens the server's own socket of a UDP flow and answers `opened` from it. `open` is the 64-byte datagram. */
  openDatagrams(flow: number, remote: Address, local: Address, open: Uint8Array): Promise<void>;
  /** Throws where the MAC of `open` does not hold. Takes over the connection of a TCP flow and answers `opened`. `open` is its first 64 bytes, `rest` what came after. */
  adopt(flow: number, socket: Socket, open: Uint8Array, rest: Uint8Array): void;
  /** All flows are open: streams down begin. */
  start(): void;
  counts(): FlowCounts;
  /** What has come up by time, since this was asked last; null where nobody counts. */
  goodput(): GoodputTold | null;
  /**
   * Takes in what has arrived until then, and freezes the ledger.
   * @param ended how the client's part did
   */
  close(ended: Ended): Promise<ServerLedger>;
  /** Closes all sockets. */
  end(): Promise<void>;
}

/** Whether the kernel is asked when each probe arrived. */
export function arrivalsStamped(plan: Pick<SessionPlan, 'hello' | 'granted'>): boolean {
  const { mode, transport, rate } = plan.hello;
  const { clients } = plan.granted;
  return isStamped({ transport, mode, clients, paced: rate !== null, flood: isFlood(plan) });
}

export interface FlowEngine {
  readonly name: 'portable' | 'linux';
  /** The engine that a session so asked for gets now. */
  engineOf(hello: Hello): 'portable' | 'linux';
  /** False where that congestion control would be set and cannot be. */
  hasCongestionControl(name: string): boolean;
  /** ns by which the kernel says that this machine's wall clock may be wrong; null: not synchronised, or not told. */
  wallError(): number | null;
  begin(plan: SessionPlan): SessionFlows;
  close(): Promise<void>;
}
