/**
 * A port whose probes are connections: each entry that is sent opens a new TCP connection, says `open` with the probe's
 * header, and arrives again as the probe's answer when `opened` has come back; then the connection is closed.
 * An end that {@link ended} tells is that of one connection, not of the flow.
 */
import { connect, type Socket } from 'node:net';
import { constants } from 'node:os';
import type { Clock } from '../../clock.ts';
import { type Batch, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../wire/batch.ts';
import {
  FLAG_ANSWER,
  OFFSET_FLAGS,
  PROTOCOL_VERSION,
  readType,
  TYPE_OPEN,
  TYPE_OPENED,
} from '../../wire/header.ts';
import type { Mac } from '../../wire/mac.ts';
import type { Address, Capabilities, FlowEnd, FlowOptions, Port } from '../port.ts';
import { Inbox } from './inbox.ts';

const CAPABILITIES: Capabilities = {
  engine: 'portable',
  timestampSource: 'user',
  blocking: false,
  dropCounter: false,
  tcpInfo: false,
};
const TYPE_AT = 2;

export interface ConnectHost {
  /** Connections under way at once, over all flows; more wait in the schedule. */
  readonly atOnce: number;
  /** Datagram-like MAC of each `open`; null: none. */
  readonly mac: Mac | null;
  /** A connection was made: ns that it took, warm-up told by its header's flag. */
  readonly onConnected: (took: number, header: Uint8Array) => void;
}

export class ConnectPort implements Port {
  readonly capabilities = CAPABILITIES;
  readonly #clock: Clock;
  readonly #host: ConnectHost;
  readonly #inbox = new Inbox();
  readonly #flows: FlowOptions[] = [];
  readonly #sockets = new Set<Socket>();
  #ended: FlowEnd[] = [];

  constructor(clock: Clock, host: ConnectHost) {
    this.#clock = clock;
    this.#host = host;
  }

  /** Nothing is connected yet. */
  async open(options: FlowOptions): Promise<number> {
    return this.#flows.push(options) - 1;
  }

  local(flow: number): Address {
    return this.#flows[flow]?.local ?? { address: '', port: 0 };
  }

  send(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      const now = this.#clock();
      const at = i * HEADER_BYTES;
      batch.time[i] = now;
      batch.status[i] = SENT;
      if (batch.stampAt !== NO_STAMP) writeTime(batch.view, at + batch.stampAt, now);
      this.#begin(batch.flow[i]!, Buffer.from(batch.headers.subarray(at, at + HEADER_BYTES)), now);
    }
  }

  #begin(flow: number, header: Buffer, begun: number): void {
    const { remote, local, nagle } = this.#flows[flow]!;
    const socket = connect({
      host: remote.address,
      port: remote.port,
      noDelay: nagle !== true,
      ...(local === undefined ? {} : { localAddress: local.address }),
    });
    this.#sockets.add(socket);
    let errno = constants.errno.ECONNRESET;
    let answered = false;
    let held: Buffer = Buffer.alloc(0);
    socket.once('connect', () => {
      this.#host.onConnected(this.#clock() - begun, header);
      socket.write(this.#openOf(header));
    });
    socket.on('data', (chunk: Buffer) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (held.length < HEADER_BYTES || answered) return;
      answered = isOpened(held);
      if (answered) this.#answer(flow, header);
      // A reset, not an orderly end: it leaves no port behind in TIME_WAIT, of which a load soon has none left.
      socket.resetAndDestroy();
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      errno = Math.abs(error.errno ?? errno);
    });
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (!answered) this.#ended.push({ flow, errno });
      this.#inbox.notify();
    });
  }

  #openOf(header: Buffer): Buffer {
    const open = Buffer.from(header);
    open[TYPE_AT] = (PROTOCOL_VERSION << 4) | TYPE_OPEN;
    this.#host.mac?.sign(viewOf(open), 0);
    return open;
  }

  #answer(flow: number, header: Buffer): void {
    header[OFFSET_FLAGS]! |= FLAG_ANSWER;
    this.#host.mac?.sign(viewOf(header), 0);
    this.#inbox.push(flow, header, 0, HEADER_BYTES, HEADER_BYTES, this.#clock());
  }

  receive(batch: Batch): void {
    this.#inbox.take(batch);
  }

  writable(): boolean {
    return this.#sockets.size < this.#host.atOnce;
  }

  bytesReceived(): number {
    return 0;
  }

  ended(): FlowEnd[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
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

  tcpInfo(): null {
    return null;
  }

  given(): null {
    return null;
  }

  closeFlow(): void {}

  wait(): void {}

  onReady(listener: () => void): void {
    this.#inbox.onReady(listener);
  }

  async close(): Promise<void> {
    const open = [...this.#sockets];
    await Promise.all(
      open.map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            socket.destroy();
          }),
      ),
    );
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
const isOpened = (bytes: Buffer): boolean => readType(viewOf(bytes), 0) === TYPE_OPENED;
