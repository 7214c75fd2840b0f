/**
 * The outer half of a relay: a server for the LAN whose flows all cross an emulated link. Guests reach ordinary sockets
 * here; their flows go on to the inner half on the client's side of the link, their control connections around it.
 */
import type { Socket as DatagramSocket, RemoteInfo } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkReport } from '../../result/impairment.ts';
import { MILLISECOND, type Transport } from '../../units.ts';
import { PROBE_MAGIC } from '../../wire/header.ts';
import { server as says } from '../../words/en/server.ts';
import { plainAddress } from '../listening/addresses.ts';
import type { Listeners } from '../listening/bind.ts';
import { dismiss, receiveIncoming } from '../listening/incoming.ts';
import { mayEcho } from '../listening/plain-echo.ts';
import type { ServerLimits } from '../server/limits.ts';
import type { LabClient } from './client.ts';
import { refuseControl, relayControl } from './relay-control.ts';
import { DatagramReader, DatagramWriter, KIND_DATAGRAMS, KIND_STREAM, LOST } from './relay-frames.ts';
import { RelayGuests } from './relay-guests.ts';
import { RelayLosses } from './relay-losses.ts';
import { join } from './relay-paths.ts';

const GREETING =
  'This is a sockbench server behind an emulated link. To measure the way to it: sockbench tcp HOST:PORT, or sockbench udp HOST:PORT.';
const BUSY = 'This sockbench server has too many waiting connections from your address.';
const CONNECT_ATTEMPTS = 250;
const NOTHING = new Uint8Array(0);

export interface RelayOptions {
  readonly listeners: Listeners;
  /** Unix sockets of the server's control connections and of the inner half. */
  readonly control: string;
  readonly inner: string;
  readonly link: LabClient;
  readonly limits: ServerLimits;
  /** Callers that are not ours get a plain echo, over the link too. */
  readonly echo: boolean;
}

export class Relay {
  readonly #options: RelayOptions;
  readonly #datagrams: Socket;
  readonly #writer: DatagramWriter;
  readonly #sockets = new Set<Socket>();
  /** Open control connections by address: nobody else's flows are carried. */
  readonly #known = new Map<string, number>();
  readonly #pending = new Map<string, number>();
  readonly #guests: RelayGuests;
  readonly #losses: RelayLosses;

  static async start(options: RelayOptions): Promise<Relay> {
    const datagrams = await connectSoon(options.inner);
    datagrams.write(Buffer.of(KIND_DATAGRAMS));
    return new Relay(options, datagrams);
  }

  private constructor(options: RelayOptions, datagrams: Socket) {
    const { streams, datagrams: sockets } = options.listeners;
    this.#options = options;
    this.#datagrams = datagrams;
    this.#writer = new DatagramWriter(datagrams);
    this.#losses = new RelayLosses(sockets, this.#writer);
    // A datagram without bytes tells the inner half that a guest is gone.
    this.#guests = new RelayGuests(options.limits.flows, (id) => this.#writer.write(id, NOTHING));
    const reader = new DatagramReader();
    datagrams.on('error', () => {});
    datagrams.on('data', (chunk: Buffer) =>
      reader.push(chunk, (id, payload) => {
        if (id === LOST) this.#losses.told(payload.readUInt32BE(0));
        else this.#answer(id, payload);
      }),
    );
    for (const stream of streams) stream.on('connection', (socket) => this.#connection(socket));
    for (const socket of sockets)
      socket.on('message', (message, remote) => this.#datagram(socket, message, remote));
  }

  /** Guests are cut off; the inner half ends with the datagrams' connection, and the lab with it. */
  async close(): Promise<void> {
    this.#guests.close();
    const closed = this.#options.listeners.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#datagrams.destroy();
    this.#options.link.close();
    await closed;
  }

  #connection(socket: Socket): void {
    const { limits } = this.#options;
    const address = plainAddress(socket.remoteAddress);
    socket.allowHalfOpen = true;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Flows of a running session may all arrive in one turn.
    const most = limits.pendingPerAddress + (this.#known.has(address) ? limits.flows : 0);
    if ((this.#pending.get(address) ?? 0) >= most) {
      socket.on('error', () => {});
      dismiss(socket, BUSY);
      return;
    }
    add(this.#pending, address, 1);
    receiveIncoming(socket, {
      patience: limits.handshake / MILLISECOND,
      control: (control, first) => this.#control(control, address, first),
      flow: (flow, open, rest) => {
        if (this.#known.has(address)) this.#flow(flow, Buffer.concat([open, rest]));
        else dismiss(flow, GREETING);
      },
      stranger: (stranger, first) => {
        if (this.#options.echo) this.#flow(stranger, first);
        else dismiss(stranger, GREETING);
      },
      settled: () => add(this.#pending, address, -1),
    });
  }

  #control(guest: Socket, address: string, first: Buffer): void {
    const { sessionsPerAddress } = this.#options.limits;
    const others = this.#known.get(address) ?? 0;
    if (others >= sessionsPerAddress) {
      refuseControl(guest, says.addressBusy({ sessions: others, limit: sessionsPerAddress }));
      return;
    }
    add(this.#known, address, 1);
    guest.once('close', () => {
      add(this.#known, address, -1);
      if (!this.#known.has(address)) this.#guests.left(address);
    });
    relayControl(guest, first, connect(this.#options.control), {
      guest: address,
      address: plainAddress(guest.localAddress),
      report: (transport, token) => this.#report(transport, token),
    });
  }

  /** What the relay itself lost counts as overrun: it is no impairment that was asked for. */
  async #report(transport: Transport, token: string): Promise<LinkReport | null> {
    try {
      const report = await this.#options.link.reportSession(transport, token);
      return { ...report, overrun: report.overrun + (await this.#losses.read()) };
    } catch {
      return null;
    }
  }

  #flow(guest: Socket, first: Buffer): void {
    const inner = connect({ path: this.#options.inner, allowHalfOpen: true });
    guest.setNoDelay(true);
    inner.write(Buffer.concat([Buffer.of(KIND_STREAM), first]));
    join(guest, inner);
  }

  #datagram(socket: DatagramSocket, message: Buffer, remote: RemoteInfo): void {
    const { echo, listeners } = this.#options;
    const ours = message.length >= 2 && message.readUInt16BE(0) === PROBE_MAGIC;
    const welcome = ours
      ? this.#known.has(plainAddress(remote.address))
      : echo && message.length > 0 && mayEcho(remote, listeners.port, false);
    const guest = welcome ? this.#guests.of(socket, remote) : undefined;
    if (guest !== undefined) this.#writer.write(guest.id, message);
  }

  #answer(id: number, payload: Buffer): void {
    const guest = this.#guests.byId(id);
    // What cannot be sent is lost on the way to the guest.
    guest?.socket.send(payload, guest.remote.port, guest.remote.address, () => {});
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
