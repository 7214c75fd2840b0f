/** One connected UDP socket as a flow. */
import type { Batch } from '../../../wire/batch.ts';
import type { Address, FlowOptions, SocketState } from '../../port.ts';
import type { Flow, FlowHost } from '../flow.ts';
import { readAddress } from '../kernel/address.ts';
import {
  EPOLLIN,
  EPOLLOUT,
  MSG_DONTWAIT,
  SO_BUSY_POLL,
  SO_RCVTIMEO,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  SOL_SOCKET,
  SOL_UDP,
  UDP_GRO,
} from '../kernel/constants.ts';
import { IOVEC, MSGHDR, SOCKADDR_ROOM, TIMESPEC } from '../kernel/layout.ts';
import { type ReceiveTable, type SendTable, writeIovec } from '../kernel/tables.ts';
import { failed, LinuxSocket } from '../socket.ts';
import { CoalescedReceiver } from './coalesced-receiver.ts';
import { DatagramReceiver } from './receiver.ts';
import { DatagramSender } from './sender.ts';
import { WholeReceiver } from './whole-receiver.ts';

/** Datagrams that came from someone else before the socket was connected: a server's listener gets them back. */
export type Stray = (message: Buffer, from: Address) => void;

/** Longest datagram. */
const LONGEST = 65_535;
/** Receive buffer of a flood where none is asked for: some milliseconds of it, while the thread does something else. */
const FLOOD_BUFFER = 8 * 1024 * 1024;
/** Longest sleep in the receiving call; the kernel rounds it up to its tick of at most 10 ms. */
export const PATIENCE_MS = 4;
/** How long the kernel polls a device's queue in a busy-polling run, in µs; loopback has none. */
const BUSY_POLL_MICROSECONDS = 50;

export class DatagramFlow implements Flow {
  readonly #host: FlowHost;
  readonly #number: number;
  readonly #socket: LinuxSocket;
  readonly #sender: DatagramSender;
  readonly #receiver: DatagramReceiver;
  readonly #coalesced: CoalescedReceiver | undefined;
  readonly #whole: WholeReceiver | undefined;
  readonly #local: Address;
  #bytes = 0;
  #waitsToSend = false;

  private constructor(host: FlowHost, number: number, socket: LinuxSocket, options: FlowOptions) {
    const { kernel, clock } = host;
    const { size } = options;
    const flood = options.flood === true;
    this.#host = host;
    this.#number = number;
    this.#socket = socket;
    this.#local = socket.local();
    this.#sender = new DatagramSender(kernel.calls, clock, socket, size, flood);
    const coalesces = flood && size <= LONGEST / 2 && socket.setInt(SOL_UDP, UDP_GRO, 1) === 0;
    this.#receiver = new DatagramReceiver(kernel.calls, socket.fd, number, clock, host.stamping?.kernelClock);
    this.#whole = options.answers && new WholeReceiver(host, socket.fd, number, options.answers);
    this.#coalesced = coalesces ? new CoalescedReceiver(kernel, clock, socket.fd, size) : undefined;
  }

  /** @throws SockbenchError */
  static open(host: FlowHost, number: number, options: FlowOptions, stray: Stray | undefined): DatagramFlow {
    const { remote, local } = options;
    host.padding.reserve(options.size);
    const socket = LinuxSocket.create(host.kernel, SOCK_DGRAM, remote);
    try {
      const { flood, receiveBuffer = flood === true ? FLOOD_BUFFER : undefined } = options;
      socket.configure({ ...options, receiveBuffer }, remote, false);
      if (host.stamping?.kernelClock !== undefined && options.flood !== true)
        socket.setInt(SOL_SOCKET, SO_TIMESTAMPNS, 1);
      setPatience(host, socket);
      if (host.busyPoll) socket.setInt(SOL_SOCKET, SO_BUSY_POLL, BUSY_POLL_MICROSECONDS);
      if (local !== undefined) socket.bind(local, options.shared === true);
      const errno = socket.connect(remote);
      if (errno !== 0) throw failed(errno, 'connect', remote, { bind: local?.address, transport: 'udp' });
      if (stray !== undefined) returnStrays(host, socket, remote, stray);
      const flow = new DatagramFlow(host, number, socket, options);
      host.poller.add(socket.fd, number, EPOLLIN);
      return flow;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  local(): Address {
    return this.#local;
  }

  writable(): boolean {
    return this.#socket.open && !this.#sender.blocked;
  }

  send(batch: Batch, table: SendTable, from: number, to: number): void {
    this.#sender.send(batch, table, from, to);
    if (this.#sender.blocked && !this.#waitsToSend) this.#awaitSending(true);
  }

  #awaitSending(wanted: boolean): void {
    this.#waitsToSend = wanted;
    this.#host.poller.change(this.#socket.fd, this.#number, wanted ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }

  receive(batch: Batch, table: ReceiveTable): boolean {
    if (this.#whole !== undefined) return this.#receiveWhole(batch, this.#whole);
    const before = batch.count;
    const more = this.#coalesced?.receive(batch, this.#number) ?? this.#receiver.receive(batch, table);
    for (let i = before; i < batch.count; i++) this.#bytes += batch.length[i]!;
    return more;
  }

  #receiveWhole(batch: Batch, whole: WholeReceiver): boolean {
    const before = batch.streamed;
    const more = whole.receive(batch);
    this.#bytes += batch.streamed - before;
    return more;
  }

  /** Nothing but an arrival needs to end a sleep in this flow's own socket. */
  get sleeps(): boolean {
    return this.#coalesced === undefined && this.#whole === undefined && this.writable();
  }

  /** Sleeps in the receiving call itself, at most {@link PATIENCE_MS}: one call less for each arrival than with epoll. */
  sleep(batch: Batch, table: ReceiveTable): void {
    this.#receiver.receive(batch, table, true);
    for (let i = 0; i < batch.count; i++) this.#bytes += batch.length[i]!;
  }

  writableNow(): boolean {
    this.#sender.blocked = false;
    if (this.#waitsToSend) this.#awaitSending(false);
    return false;
  }

  closingNow(): void {}

  bytesReceived(): number {
    return this.#bytes;
  }

  receiveBuffer(): number | null {
    return this.#socket.receiveBuffer();
  }

  drops(): number | null {
    const counted = this.#socket.drops();
    return counted === null || this.#coalesced === undefined ? counted : this.#coalesced.drops(counted);
  }

  error(): number {
    return (this.#whole ?? this.#receiver).error();
  }

  tcpInfo(): null {
    return null;
  }

  given(): SocketState {
    return this.#socket.given(this.#local, false);
  }

  close(): void {
    this.#socket.close();
  }
}

function setPatience({ kernel }: FlowHost, socket: LinuxSocket): void {
  const { calls, scratch } = kernel;
  // struct timeval: seconds and microseconds, of the same size as a timespec.
  scratch.size(TIMESPEC.seconds, 0);
  scratch.size(TIMESPEC.nanoseconds, PATIENCE_MS * 1000);
  calls.setsockopt(socket.fd, SOL_SOCKET, SO_RCVTIMEO, scratch.at(0, TIMESPEC.size), TIMESPEC.size);
}

/**
 * Between `bind` and `connect` the socket may have been given datagrams of others: those go back to the listener. What
 * the client itself sent in that moment is dropped with them: it sends nothing before its `open` is answered, except
 * that `open` again.
 */
function returnStrays(host: FlowHost, socket: LinuxSocket, remote: Address, stray: Stray): void {
  const { kernel } = host;
  // Address, one iovec and the header; the name's text form needs room behind.
  const memory = kernel.memory(SOCKADDR_ROOM + IOVEC.size + MSGHDR.size + 64);
  const bytes = kernel.memory(LONGEST);
  const header = SOCKADDR_ROOM + IOVEC.size;
  for (;;) {
    memory.point(header + MSGHDR.name, memory, 0, SOCKADDR_ROOM);
    memory.size(header + MSGHDR.nameLength, SOCKADDR_ROOM);
    writeIovec(memory, SOCKADDR_ROOM, bytes, 0, LONGEST);
    memory.point(header + MSGHDR.iov, memory, SOCKADDR_ROOM, IOVEC.size);
    memory.size(header + MSGHDR.iovLength, 1);
    const length = kernel.calls.recvmsg(socket.fd, memory.at(header, MSGHDR.size), MSG_DONTWAIT);
    if (length < 0) return;
    const from = readAddress(kernel.calls, memory, 0);
    if (from.port !== remote.port || from.address !== remote.address)
      stray(Buffer.from(bytes.bytes.subarray(0, length)), from);
  }
}
