/**
 * The outer half of a relay: a server for the LAN whose flows all cross an emulated link. Guests reach ordinary sockets
 * here; their flows go on to the inner half on the client's side of the link, their control connections around it.
 */
import type { Socket as DatagramSocket, RemoteInfo } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainAddress } from '../server/addresses.ts';
import type { Listeners } from '../server/bind.ts';
import { dismiss, receiveIncoming } from '../server/incoming.ts';
import type { LabClient } from './client.ts';
import { relayControl } from './relay-control.ts';
import { DatagramReader, DatagramWriter, KIND_DATAGRAMS, KIND_STREAM } from './relay-frames.ts';
import { join } from './relay-paths.ts';

const GREETING =
  'This is a sockbench server behind an emulated link. To measure the way to it: sockbench tcp HOST:PORT, or sockbench udp HOST:PORT.';
const BUSY = 'This sockbench server has too many waiting connections from your address.';
const FORGET_MS = 60_000;
const MOST_GUESTS = 16_384;
const CONNECT_ATTEMPTS = 250;

export interface RelayOptions {
  readonly listeners: Listeners;
  /** Unix sockets of the server's control connections and of the inner half. */
  readonly control: string;
  readonly inner: string;
  readonly link: LabClient;
  /** Connections of one address that have not said what they are. */
  readonly pending: number;
  /** ms until they must have. */
  readonly patience: number;
}

interface Guest {
  readonly id: number;
  readonly remote: RemoteInfo;
  readonly socket: DatagramSocket;
  last: number;
}

export class Relay {
  readonly #options: RelayOptions;
  readonly #datagrams: Socket;
  readonly #writer: DatagramWriter;
  readonly #sockets = new Set<Socket>();
  /** Open control connections by address: nobody else's flows are carried. */
  readonly #known = new Map<string, number>();
  readonly #pending = new Map<string, number>();
  readonly #guests = new Map<string, Guest>();
  readonly #byId = new Map<number, Guest>();
  readonly #sweep: NodeJS.Timeout;
  #lastId = 0;

  static async start(options: RelayOptions): Promise<Relay> {
    const datagrams = await connectSoon(options.inner);
    datagrams.write(Buffer.of(KIND_DATAGRAMS));
    return new Relay(options, datagrams);
  }

  private constructor(options: RelayOptions, datagrams: Socket) {
    this.#options = options;
    this.#datagrams = datagrams;
    this.#writer = new DatagramWriter(datagrams);
    const reader = new DatagramReader();
    datagrams.on('error', () => {});
    datagrams.on('data', (chunk: Buffer) =>
      reader.push(chunk, (id, payload) => {
        const guest = this.#byId.get(id);
        // The chunk is used again for the next datagrams, and the socket sends later.
        guest?.socket.send(Buffer.from(payload), guest.remote.port, guest.remote.address);
      }),
    );
    this.#sweep = setInterval(() => this.#forgetSilent(), FORGET_MS / 4);
    const { streams, datagrams: sockets } = options.listeners;
    for (const stream of streams) stream.on('connection', (socket) => this.#connection(socket));
    for (const socket of sockets)
      socket.on('message', (message, remote) => this.#datagram(socket, message, remote));
  }

  /** Guests are cut off; the inner half ends with the datagrams' connection, and the lab with it. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = this.#options.listeners.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#datagrams.destroy();
    this.#options.link.close();
    await closed;
  }

  #connection(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    socket.allowHalfOpen = true;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if ((this.#pending.get(address) ?? 0) >= this.#options.pending) {
      socket.on('error', () => {});
      dismiss(socket, BUSY);
      return;
    }
    add(this.#pending, address, 1);
    receiveIncoming(socket, {
      patience: this.#options.patience,
      control: (control, first) => this.#control(control, address, first),
      flow: (flow, open, rest) => {
        if (this.#known.has(address)) this.#flow(flow, Buffer.concat([open, rest]));
        else dismiss(flow, GREETING);
      },
      stranger: (stranger) => dismiss(stranger, GREETING),
      settled: () => add(this.#pending, address, -1),
    });
  }

  #control(guest: Socket, address: string, first: Buffer): void {
    add(this.#known, address, 1);
    guest.once('close', () => add(this.#known, address, -1));
    relayControl(guest, first, connect(this.#options.control), {
      guest: address,
      address: plainAddress(guest.localAddress),
      report: (transport, token) => this.#options.link.reportSession(transport, token).catch(() => null),
    });
  }

  #flow(guest: Socket, first: Buffer): void {
    const inner = connect({ path: this.#options.inner, allowHalfOpen: true });
    guest.setNoDelay(true);
    inner.write(Buffer.concat([Buffer.of(KIND_STREAM), first]));
    join(guest, inner);
  }

  #datagram(socket: DatagramSocket, message: Buffer, remote: RemoteInfo): void {
    if (!this.#known.has(plainAddress(remote.address))) return;
    const key = `${remote.address} ${remote.port}`;
    const guest = this.#guests.get(key) ?? this.#newGuest(key, socket, remote);
    if (guest === undefined) return;
    guest.last = performance.now();
    this.#writer.write(guest.id, message);
  }

  #newGuest(key: string, socket: DatagramSocket, remote: RemoteInfo): Guest | undefined {
    if (this.#guests.size >= MOST_GUESTS) return undefined;
    const guest = { id: ++this.#lastId, remote, socket, last: 0 };
    this.#guests.set(key, guest);
    this.#byId.set(guest.id, guest);
    return guest;
  }

  #forgetSilent(): void {
    const oldest = performance.now() - FORGET_MS;
    for (const [key, guest] of this.#guests) {
      if (guest.last >= oldest) continue;
      this.#guests.delete(key);
      this.#byId.delete(guest.id);
    }
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count <= 0) counts.delete(key);
  else counts.set(key, count);
}

/** The inner half has only just been started. */
async function connectSoon(path: string): Promise<Socket> {
  for (let attempt = 1; ; attempt++) {
    const socket = connect(path);
    const error = await new Promise<Error | undefined>((resolve) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('error', resolve);
    });
    if (error === undefined) return socket;
    if (attempt === CONNECT_ATTEMPTS) throw error;
    await sleep(20);
  }
}
