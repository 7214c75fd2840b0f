/** One TCP connection as a flow: a client's own (read into one shared buffer), or one that a server accepted. */
import { connect, type Socket } from 'node:net';
import { constants } from 'node:os';
import type { Clock } from '../../clock.ts';
import { type Batch, BLOCKED, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../wire/batch.ts';
import { socketFailure } from '../failure.ts';
import type { Address, AnswerTaker, FlowOptions } from '../port.ts';
import { readInto } from './accepted.ts';
import type { Flow, FlowHost } from './flow.ts';
import { Framer } from './framer.ts';
import type { OutgoingPool } from './outgoing.ts';

/** Unsent bytes on this side of the kernel above which a flow takes nothing more. */
const BOUND = 64 * 1024;
/** Longer than three lost SYNs on Linux (1 s, 3 s, 7 s). */
const CONNECT_TIMEOUT_MS = 10_000;

const EPIPE = constants.errno.EPIPE;

/** How the bytes of a flow make messages: see FlowOptions. */
export type Framing = Pick<FlowOptions, 'size' | 'handshake' | 'discard' | 'answers'> & {
  /** Accepted connections: what arrives makes an answer, so nothing is read while answers cannot leave. */
  readonly answering?: boolean | undefined;
};

export class StreamFlow implements Flow {
  readonly #host: FlowHost;
  readonly #number: number;
  readonly #clock: Clock;
  readonly #outgoing: OutgoingPool;
  readonly #framer: Framer;
  readonly #answers: AnswerTaker | undefined;
  #socket: Socket | undefined;
  #local: Address = { address: '', port: 0 };
  #errno: number | null = null;
  #open = false;
  /** Reads nothing while it cannot write. */
  #pausing = false;
  readonly #answering: boolean;

  constructor(host: FlowHost, number: number, framing: Framing) {
    this.#host = host;
    this.#number = number;
    this.#clock = host.clock;
    this.#outgoing = host.outgoing;
    this.#answering = framing.answering === true;
    this.#answers = framing.answers;
    this.#framer = new Framer(
      framing.size,
      framing.handshake === true,
      framing.discard === true,
      (source, from, to, length, time) => host.inbox.push(number, source, from, to, length, time),
    );
  }

  /** Connects; read bytes come through one buffer that all flows of a port share. */
  connect(options: FlowOptions): Promise<void> {
    const { remote, local } = options;
    return new Promise((resolve, reject) => {
      const socket = connect({
        host: remote.address,
        port: remote.port,
        ...(local === undefined ? {} : { localAddress: local.address, localPort: local.port }),
        noDelay: options.nagle !== true,
        onread: {
          buffer: this.#host.readBuffer,
          callback: (length, buffer) => {
            this.#take(buffer, length);
            return true;
          },
        },
      });
      const patience = CONNECT_TIMEOUT_MS + (options.moreToConnect ?? 0) / 1e6;
      const timer = setTimeout(() => fail({ code: 'ETIMEDOUT' }), patience);
      const fail = (error: unknown) => {
        clearTimeout(timer);
        socket.destroy();
        reject(socketFailure(error, 'connect', remote, { bind: local?.address }));
      };
      socket.once('error', fail);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        this.#attach(socket);
        resolve();
      });
    });
  }

  /** Takes over a connection that a server accepted; `rest` is what was already read of it. */
  adopt(accepted: Socket, rest: Uint8Array): void {
    if (rest.length > 0) this.#take(rest, rest.length);
    const take = (bytes: Uint8Array, length: number) => this.#take(bytes, length);
    const socket = readInto(accepted, this.#host.readBuffer, this.#host.guarded(take));
    this.#attach(socket);
    // A stream down must not silence the stream up beside it: only answers are made by what is read.
    this.#pausing = this.#answering;
    if (this.#pausing) socket.on('drain', () => socket.resume());
    socket.resume();
  }

  #take(bytes: Uint8Array, length: number): void {
    if (this.#answers !== undefined) {
      this.#answers.take(this.#number, bytes.subarray(0, length), this.#clock());
      this.#host.inbox.read(length);
    } else this.#host.inbox.read(this.#framer.push(bytes, length, this.#clock()));
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    this.#open = true;
    this.#local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    socket.on('drain', () => this.#host.inbox.notify());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#errno = Math.abs(error.errno ?? constants.errno.ECONNRESET);
    });
    socket.once('close', () => {
      if (this.#open) this.#host.flowEnded(this.#number, this.#errno);
      this.#open = false;
    });
  }

  local(): Address {
    return this.#local;
  }

  writable(): boolean {
    return this.#open && this.#socket!.writableLength <= BOUND;
  }

  send(batch: Batch, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (!this.writable()) {
        batch.status.fill(this.#open ? BLOCKED : EPIPE, at, to);
        return;
      }
      at = this.#write(batch, at, to);
    }
  }

  /** Writes entries of one length together, up to the bound. @returns the first entry that was not written */
  #write(batch: Batch, from: number, to: number): number {
    const length = batch.length[from]!;
    const outgoing = this.#outgoing.of(length);
    const end = Math.min(to, from + outgoing.room);
    let at = from;
    const now = this.#clock();
    for (; at < end && batch.length[at] === length; at++) {
      batch.time[at] = now;
      batch.status[at] = SENT;
      if (batch.stampAt !== NO_STAMP) writeTime(batch.view, at * HEADER_BYTES + batch.stampAt, now);
    }
    const socket = this.#socket!;
    socket.write(outgoing.fill(batch, from, at));
    const unsent = socket.writableLength;
    if (unsent > 0) outgoing.giveUp();
    if (unsent > BOUND && this.#pausing) socket.pause();
    return at;
  }

  bytesReceived(): number {
    return this.#framer.bytes;
  }

  unsent(): number {
    return this.#socket?.writableLength ?? 0;
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

  /** Node tells nothing of a connection's options. */
  given(): null {
    return null;
  }

  close(abort: boolean): void {
    this.#open = false;
    if (abort) this.#socket?.resetAndDestroy();
    else this.#socket?.end(() => this.#socket?.destroySoon());
  }

  closed(): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined || socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once('close', () => resolve());
      this.#open = false;
      socket.destroy();
    });
  }
}
