/**
 * The port contract: what drivers and state machines need of a network. Three implementations
 * (portable on node:net and node:dgram, linux on system calls, memory on virtual time) pass one conformance suite.
 */
import type { Transport } from '../units.ts';
import type { Batch } from '../wire/batch.ts';
import type { Unsent } from './unsent.ts';

/** What this port can tell and do; features degrade by these values, not by platform checks. */
export interface Capabilities {
  readonly engine: 'portable' | 'linux' | 'memory';
  /** Where times of arrival come from. */
  readonly timestampSource: 'user' | 'kernel' | 'virtual';
  /** `wait` blocks the thread (polling driver); otherwise `onReady` notifies (event-driven driver). */
  readonly blocking: boolean;
  /** The receive-buffer drops of a flow's socket can be read. */
  readonly dropCounter: boolean;
  /** `tcpInfo` answers. */
  readonly tcpInfo: boolean;
}

export interface SocketOptions {
  readonly sendBuffer?: number | undefined;
  readonly receiveBuffer?: number | undefined;
  readonly dscp?: number | undefined;
  /** Nagle's algorithm; off (TCP_NODELAY) otherwise. */
  readonly nagle?: boolean | undefined;
  readonly congestionControl?: string | undefined;
  /** Of a one-way stream: how much of it may wait unsent. The portable port cannot tell the system. */
  readonly unsent?: Unsent | undefined;
}

export interface Address {
  readonly address: string;
  readonly port: number;
}

/** Takes what comes back from a plain echo, whole, so that it can be held against what was sent. */
export interface AnswerTaker {
  /** @param bytes a datagram, or what was read of a stream; only now. @param at ns since the epoch */
  take(flow: number, bytes: Uint8Array, at: number): void;
}

export interface FlowOptions extends SocketOptions {
  readonly transport: Transport;
  readonly remote: Address;
  /** Local address (and port, 0 for any). A UDP flow of a server shares the server's port. */
  readonly local?: Address | undefined;
  /** Several sockets share the local address: a server's UDP flows. */
  readonly shared?: boolean | undefined;
  /** ns that a connection may take to be made, beyond the usual. */
  readonly moreToConnect?: number | undefined;
  /** Bytes of each probe, header included: the framing of a stream flow; the padding of what is sent. */
  readonly size: number;
  /** A stream flow whose first message each way is a bare 64-byte header (open, opened); `size` holds from the second on. */
  readonly handshake?: boolean | undefined;
  /**
   * Nothing is framed (after the handshake): what arrives on a stream flow is counted, not delivered (one-way streams).
   * The count is read with {@link Port.bytesReceived}.
   */
  readonly discard?: boolean | undefined;
  /** Gets all that arrives, instead of the batch; {@link Batch.streamed} says that something did. */
  readonly answers?: AnswerTaker | undefined;
  /** A stream flow whose bytes end here: what arrives is told as it comes ({@link Batch.streamed}), not message by message. */
  readonly oneWay?: boolean | undefined;
  /**
   * Datagrams leave as fast as they can: what goes together may be handed over and taken in together (UDP_SEGMENT, UDP_GRO),
   * with the time of the call instead of a time for each.
   */
  readonly flood?: boolean | undefined;
}

/** What the kernel says about one TCP connection (TCP_INFO); times in ns. */
export interface TcpInfo {
  readonly retransmits: number;
  readonly rtt: number;
  readonly rttMin: number | null;
  /** Bytes that the other end has confirmed since the connection began. */
  readonly acknowledged: number | null;
  readonly congestionWindow: number;
  readonly congestionControl: string | null;
  readonly deliveryRate: number | null;
  /** Share 0..1 of the time in which it had something to send that a window or a buffer, and not the path, held it back. */
  readonly windowLimited?: number | null;
}

/** What the system made of the options of a socket, read back; null where it does not tell. */
export interface SocketState {
  /** Bytes, as they are asked for: Linux keeps, and tells, twice as many. */
  readonly sendBuffer: number | null;
  readonly receiveBuffer: number | null;
  readonly dscp: number | null;
  readonly nagle: boolean | null;
  readonly congestionControl: string | null;
}

/** A flow that ended by itself: orderly (`errno` null) or not. */
export interface FlowEnd {
  readonly flow: number;
  readonly errno: number | null;
}

export interface Port {
  readonly capabilities: Capabilities;
  /** Opens a flow: a connected UDP socket or a TCP connection. @returns its number, from 0 in order of opening. */
  open(options: FlowOptions): Promise<number>;
  /** The local end of a flow. */
  local(flow: number): Address;
  /** Makes ahead, once flows are open, what the first packets of these batches would wait for; a port that needs none has no such method. */
  prepare?(sending: Batch, receiving: Batch): void;
  /**
   * Tries to send each entry, in order, writing `time` (just before the call), the stamp at `stampAt`, and `status`.
   * Never blocks. An entry that its flow cannot take gets BLOCKED, and so do all later ones of that flow in the batch. Stream flows may queue one message partly sent.
   */
  send(batch: Batch): void;
  /** Fills `batch` from entry 0 with what has arrived, at most its capacity; `count` 0 where nothing has. */
  receive(batch: Batch): void;
  /** False while more than the bound of 64 KiB (TCP) or one batch (UDP) waits unsent on this side of the kernel. */
  writable(flow: number): boolean;
  /** Payload bytes received on a flow that discards. */
  bytesReceived(flow: number): number;
  /** Flows that ended since the last call. */
  ended(): FlowEnd[];
  /** Datagrams that the kernel dropped at this flow's full receive buffer; null where it does not tell. */
  drops(flow: number): number | null;
  /** Bytes of a UDP flow's receive buffer, as the kernel counts them; null where it does not tell. */
  receiveBuffer(flow: number): number | null;
  /** Datagrams: why what was sent before did not get there (ICMP), told since the last call; 0: nothing was. A refused send tells it itself. */
  error(flow: number): number;
  tcpInfo(flow: number): TcpInfo | null;
  /** The options of a flow's socket as they are now; null where the flow is gone, or nothing of it is told. */
  given(flow: number): SocketState | null;
  /** Ends one flow: an orderly shutdown, or a reset where `abort` is set. */
  closeFlow(flow: number, abort?: boolean): void;
  /**
   * Blocking ports: sleeps until something is ready or `timeout` ns have passed (0: only looks). Others: does nothing.
   * @param undisturbed what arrives need not end the sleep
   */
  wait(timeout: number, undisturbed?: boolean): void;
  /** Notifying ports: called after something arrived or a flow became writable. Others: never called. */
  onReady(listener: () => void): void;
  /** Closes every flow. */
  close(): Promise<void>;
}
