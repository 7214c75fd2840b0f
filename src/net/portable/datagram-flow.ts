/** One connected UDP socket as a flow. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Clock } from '../../clock.ts';
import { type Batch, BLOCKED, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../wire/batch.ts';
import { bind, familyOf, type PortSharing } from '../datagrams/sharing.ts';
import { socketFailure } from '../failure.ts';
import type { Address, AnswerTaker, FlowOptions, SocketState } from '../port.ts';
import { readDrops, socketKey } from './drops.ts';
import type { Flow, FlowHost } from './flow.ts';
import type { OutgoingPool } from './outgoing.ts';
import { type SendWatch, watchSends } from './send-watch.ts';

/** Datagrams that came from someone else before the socket was connected: a server's listener gets them back. */
export type Stray = (message: Buffer, from: Address) => void;

export class DatagramFlow implements Flow {
  readonly #clock: Clock;
  readonly #outgoing: OutgoingPool;
  readonly #host: FlowHost;
  readonly #number: number;
  readonly #socket: Socket;
  readonly #sharing: PortSharing | undefined;
  #watch: SendWatch | undefined;
  #local: Address = { address: '', port: 0 };
  #key = '';
  #open = false;
  #bytes = 0;
  #error = 0;

  /** @param sharing of the local port with others of a server; undefined: it is this flow's alone */
  constructor(host: FlowHost, number: number, options: FlowOptions, sharing: PortSharing | undefined) {
    this.#host = host;
    this.#sharing = sharing;
    this.#number = number;
    this.#clock = host.clock;
    this.#outgoing = host.outgoing;
    const { remote, receiveBuffer, sendBuffer } = options;
    const wanted = {
      type: familyOf(remote.address),
      ...(receiveBuffer === undefined ? {} : { recvBufferSize: receiveBuffer }),
      ...(sendBuffer === undefined ? {} : { sendBufferSize: sendBuffer }),
    };
    this.#socket = sharing === undefined ? createSocket(wanted) : sharing.create(wanted);
  }

  async connect(options: FlowOptions, stray?: Stray): Promise<void> {
    const { remote, local, answers } = options;
    const socket = this.#socket;
    const { address, port } = remote;
    // IPv6 scopes (fe80::1%eth0) are part of the address on both sides.
    const take = (message: Buffer, from: RemoteInfo): void => {
      if (from.port === port && (stray === undefined || from.address === address)) {
        this.#bytes += message.length;
        if (answers !== undefined) this.#whole(answers, message);
        else this.#host.inbox.push(this.#number, message, 0, message.length, message.length, this.#clock());
      } else stray?.(message, from);
    };
    socket.on('message', this.#host.guarded(take));
    try {
      if (this.#sharing !== undefined && local !== undefined) await this.#sharing.bindNext(socket, local);
      else await bind(socket, local);
    } catch (error) {
      throw socketFailure(error, 'bind', local ?? remote);
    }
    try {
      await once(socket, (done) => socket.connect(port, address, done as () => void));
    } catch (error) {
      throw socketFailure(error, 'connect', remote, { bind: local?.address, transport: 'udp' });
    }
    this.#local = socket.address();
    this.#key = socketKey(this.#local, remote);
    this.#open = true;
    // ICMP errors of what was sent before come out of the next call; a refused send is counted there.
    socket.on('error', ({ errno }: NodeJS.ErrnoException) => {
      this.#error = Math.abs(errno ?? 0);
      this.#host.inbox.notify();
    });
    this.#watch = watchSends(socket, () => this.#host.inbox.notify());
  }

  #whole(answers: AnswerTaker, message: Buffer): void {
    answers.take(this.#number, message, this.#clock());
    this.#host.inbox.read(message.length);
  }

  local(): Address {
    return this.#local;
  }

  writable(): boolean {
    return this.#open && this.#watch!.queued === 0;
  }

  send(batch: Batch, from: number, to: number): void {
    const watch = this.#watch!;
    for (let at = from; at < to; at++) {
      const now = this.#clock();
      batch.time[at] = now;
      if (!this.#open || watch.queued > 0) {
        batch.status[at] = BLOCKED;
        continue;
      }
      if (batch.stampAt !== NO_STAMP) writeTime(batch.view, at * HEADER_BYTES + batch.stampAt, now);
      const outgoing = this.#outgoing.of(batch.length[at]!);
      const errno = watch.send(outgoing.fill(batch, at, at + 1));
      batch.status[at] = errno === 0 ? SENT : errno;
      if (watch.queued > 0) outgoing.giveUp();
    }
  }

  bytesReceived(): number {
    return this.#bytes;
  }

  receiveBuffer(): number | null {
    return this.#open ? this.#socket.getRecvBufferSize() : null;
  }

  /** At most one datagram waits. */
  unsent(): number {
    return 0;
  }

  error(): number {
    const errno = this.#error;
    this.#error = 0;
    return errno;
  }

  drops(): number | null {
    return readDrops(this.#key);
  }

  given(): SocketState | null {
    if (!this.#open) return null;
    const told = (bytes: number): number => (process.platform === 'linux' ? Math.floor(bytes / 2) : bytes);
    return {
      sendBuffer: told(this.#socket.getSendBufferSize()),
      receiveBuffer: told(this.#socket.getRecvBufferSize()),
      dscp: null,
      nagle: null,
      congestionControl: null,
    };
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.close();
  }

  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#open) return resolve();
      this.#open = false;
      this.#socket.close(() => resolve());
    });
  }

  /** Opening failed half-way. */
  discard(): void {
    this.#socket.close();
  }
}

/** Waits for the callback of `start`, or for the socket's `error`. */
function once(socket: Socket, start: (done: (error?: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    start((error) => {
      socket.off('error', reject);
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
