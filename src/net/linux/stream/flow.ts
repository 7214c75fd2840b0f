/** One TCP connection as a flow: a client's own, or one that a server accepted and handed over. */

import { constants } from 'node:os';
import type { Batch } from '../../../wire/batch.ts';
import type { Address, FlowOptions, SocketOptions, SocketState, TcpInfo } from '../../port.ts';
import { UnsentBound } from '../../unsent.ts';
import type { Flow, FlowHost } from '../flow.ts';
import {
  EINPROGRESS,
  EPIPE,
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
  IP_BIND_ADDRESS_NO_PORT,
  IPPROTO_IP,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_TRUNC,
  SHUT_WR,
  SO_TIMESTAMPNS,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_NOTSENT_LOWAT,
} from '../kernel/constants.ts';
import type { SendTable } from '../kernel/tables.ts';
import { failed, LinuxSocket } from '../socket.ts';
import { ArrivedBytes } from './arrived-bytes.ts';
import { type Framing, StreamReceiver } from './receiver.ts';
import { StreamSender } from './sender.ts';
import { readTcpInfo } from './tcp-info.ts';

/** Edge-triggered: registered once, for both directions. */
const EVENTS = (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET) >>> 0;
/** Longer than three lost SYNs (1 s, 3 s, 7 s). */
const CONNECT_TIMEOUT_MS = 10_000;
const DISCARDED_AT_CLOSE = 1 << 20;

export interface AdoptOptions extends Framing, SocketOptions {
  readonly remote: Address;
  /** What arrives makes an answer, so nothing is read while answers cannot leave; else it only ends here (streams). */
  readonly answering: boolean;
}

interface Parts {
  readonly socket: LinuxSocket;
  readonly sender: StreamSender;
  readonly receiver: StreamReceiver;
  readonly arrived: ArrivedBytes;
  readonly local: Address;
}

export class StreamFlow implements Flow {
  readonly #host: FlowHost;
  readonly #number: number;
  readonly #framing: Framing;
  #parts: Parts | undefined;
  #open = false;
  /** A server's echo: what is not answered is not read. */
  #answering = false;
  #unread = false;
  /** While connecting: called when the outcome is known. */
  #connected: (() => void) | undefined;

  constructor(host: FlowHost, number: number, framing: Framing) {
    this.#host = host;
    this.#number = number;
    this.#framing = framing;
    host.padding.reserve(framing.size);
  }

  /** @throws SockbenchError */
  async connect(options: FlowOptions): Promise<void> {
    const { remote, local } = options;
    const { kernel, poller } = this.#host;
    const attempt = { bind: local?.address };
    const socket = LinuxSocket.create(kernel, SOCK_STREAM | SOCK_NONBLOCK, remote);
    try {
      socket.configure(options, remote, true);
      if (local !== undefined) {
        // Thousands of connections may share a local address: the port is chosen with the remote end in view.
        if (local.port === 0) socket.setInt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        socket.bind(local, false);
      }
      const errno = socket.connect(remote);
      if (errno !== 0 && errno !== EINPROGRESS) throw failed(errno, 'connect', remote, attempt);
      poller.add(socket.fd, this.#number, EVENTS);
      if (errno === EINPROGRESS && !(await this.#outcome(options.moreToConnect ?? 0)))
        throw failed(constants.errno.ETIMEDOUT, 'connect', remote);
      const outcome = socket.error();
      if (outcome !== 0) throw failed(outcome, 'connect', remote, attempt);
      // A route may have named another while it connected.
      if (options.congestionControl !== undefined)
        socket.setCongestionControl(options.congestionControl, remote);
    } catch (error) {
      socket.close();
      throw error;
    }
    this.#attach(socket, options);
  }

  /** @returns false where nothing came in time */
  #outcome(more: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          this.#connected = undefined;
          resolve(false);
        },
        CONNECT_TIMEOUT_MS + more / 1e6,
      );
      this.#connected = () => {
        clearTimeout(timer);
        this.#connected = undefined;
        resolve(true);
      };
    });
  }

  /** Owns `fd` from here on, also where it throws. @throws SockbenchError */
  adopt(fd: number, options: AdoptOptions, rest: Uint8Array): void {
    const socket = new LinuxSocket(this.#host.kernel, fd);
    try {
      socket.configure(options, options.remote, true);
      this.#host.poller.add(fd, this.#number, EVENTS);
    } catch (error) {
      socket.close();
      throw error;
    }
    this.#answering = options.answering;
    this.#attach(socket, options);
    this.#parts!.receiver.begin(rest);
  }

  #attach(socket: LinuxSocket, { unsent }: SocketOptions): void {
    const { kernel, clock, stamping, buffer, share } = this.#host;
    if (stamping !== undefined) socket.setInt(SOL_SOCKET, SO_TIMESTAMPNS, 1);
    const bound =
      unsent && new UnsentBound(unsent, (bytes) => socket.setInt(IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes));
    this.#parts = {
      socket,
      sender: new StreamSender(share, socket.fd, bound),
      arrived: new ArrivedBytes(kernel, socket),
      receiver: new StreamReceiver(kernel, clock, stamping, buffer, socket.fd, this.#number, this.#framing),
      local: socket.local(),
    };
    this.#open = true;
  }

  local(): Address {
    return this.#parts?.local ?? { address: '', port: 0 };
  }

  writable(): boolean {
    return this.#open && !this.#parts!.sender.blocked;
  }

  send(batch: Batch, table: SendTable, from: number, to: number): void {
    if (this.#open) this.#parts!.sender.send(batch, table, from, to);
    else batch.status.fill(EPIPE, from, to);
  }

  receive(batch: Batch): boolean {
    if (!this.#open) return false;
    const { receiver, sender, arrived } = this.#parts!;
    this.#unread = this.#answering && sender.blocked;
    if (this.#unread) {
      receiver.waits();
      return false;
    }
    const outcome = receiver.receive(batch);
    batch.streamed += arrived.read(receiver.read);
    if (outcome === 'ended') {
      // The descriptor stays until the flow is closed: TCP_INFO is still asked for.
      this.#open = false;
      this.#host.ended(this.#number, receiver.errno);
    }
    return outcome === 'more';
  }

  /** With nothing to be read, something may have arrived all the same, and wait for what was lost before it. */
  look(batch: Batch): void {
    if (this.#open) batch.streamed += this.#parts!.arrived.look(this.#parts!.receiver.read);
  }

  writableNow(): boolean {
    if (this.#connected !== undefined) this.#connected();
    else if (this.#open && this.#parts!.sender.blocked) this.#parts!.sender.unblock();
    return this.#unread;
  }

  closingNow(): void {
    if (this.#parts !== undefined) this.#parts.receiver.closing = true;
  }

  bytesReceived(): number {
    return this.#parts?.receiver.bytes ?? 0;
  }

  error(): number {
    return 0;
  }

  drops(): null {
    return null;
  }

  receiveBuffer(): null {
    return null;
  }

  tcpInfo(): TcpInfo | null {
    const parts = this.#parts;
    return parts === undefined || !parts.socket.open ? null : readTcpInfo(this.#host.kernel, parts.socket);
  }

  given(): SocketState | null {
    const parts = this.#parts;
    return parts === undefined || !parts.socket.open ? null : parts.socket.given(parts.local, true);
  }

  close(abort: boolean): void {
    this.#open = false;
    const socket = this.#parts?.socket;
    if (socket === undefined || !socket.open) return;
    if (abort) socket.lingerNot();
    else {
      const { calls } = this.#host.kernel;
      calls.shutdown(socket.fd, SHUT_WR);
      // Unread bytes would turn the orderly end into a reset.
      calls.recv(socket.fd, this.#host.buffer.memory.at(0, 0), DISCARDED_AT_CLOSE, MSG_DONTWAIT | MSG_TRUNC);
    }
    socket.close();
  }
}
