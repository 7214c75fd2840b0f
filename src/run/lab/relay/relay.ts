/**
 * The outer half of a relay: a server for the LAN whose flows all cross an emulated link. Guests reach ordinary sockets
 * here; their flows go on to the inner half on the client's side of the link, their control connections around it. A flow is
 * carried when its token was granted to the address that it comes from, and nothing is kept for anybody before.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkReport } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';
import type { Grant, Hello } from '../../../wire/control.ts';
import { PROTOCOL_VERSION, readFlow, readToken, tokenFromHex } from '../../../wire/header.ts';
import { server as says } from '../../../words/en/server.ts';
import { plainAddress } from '../../listening/addresses.ts';
import type { Listeners } from '../../listening/bind.ts';
import { reasonOf } from '../../listening/boundary.ts';
import { ComingRate } from '../../listening/coming-rate.ts';
import { FrontDoor } from '../../listening/front-door.ts';
import { roomForFlows, spareConnections } from '../../server/admission/descriptors.ts';
import { type Refused, type ServerLimits, sessionRate } from '../../server/admission/limits.ts';
import { Refusals } from '../../server/admission/refusals.ts';
import type { Emit } from '../../server/options.ts';
import { mistaken } from '../../server/session/control.ts';
import { FAREWELL_MS } from '../../server/session/farewell.ts';
import { toMilliseconds } from '../../server/session/time.ts';
import type { LabClient } from '../link/client.ts';
import { RelayControl } from './control.ts';
import { RelayDatagrams } from './datagrams.ts';
import { KIND_DATAGRAMS, KIND_STREAM } from './frames.ts';
import { join } from './paths.ts';
import { RelayCallers, type RelaySession, RelaySessions } from './sessions.ts';

const GREETING =
  'This is a sockbench server behind an emulated link. To measure the way to it: sockbench tcp HOST:PORT, or sockbench udp HOST:PORT.';
const NO_SESSION = 'This sockbench server knows no such session.';
const CONNECT_ATTEMPTS = 250;

export interface RelayOptions {
  readonly listeners: Listeners;
  /** Unix sockets of the server's control connections and of the inner half. */
  readonly control: string;
  readonly inner: string;
  readonly link: LabClient;
  readonly limits: ServerLimits;
  /** Callers that are not ours get a plain echo, over the link too. */
  readonly echo: boolean;
  readonly emit: Emit;
}

export class Relay {
  readonly #options: RelayOptions;
  readonly #inner: Socket;
  readonly #datagrams: RelayDatagrams;
  readonly #front: FrontDoor;
  readonly #sessions = new RelaySessions();
  readonly #callers = new RelayCallers();
  readonly #rate: ComingRate;
  readonly #refusals: Refusals;
  readonly #room: number;
  readonly #controls = new Set<RelayControl>();

  static async start(options: RelayOptions): Promise<Relay> {
    const datagrams = await connectSoon(options.inner);
    datagrams.write(Buffer.of(KIND_DATAGRAMS));
    return new Relay(options, datagrams);
  }

  private constructor(options: RelayOptions, inner: Socket) {
    const { limits, listeners } = options;
    this.#options = options;
    this.#inner = inner;
    inner.on('error', () => {});
    this.#datagrams = new RelayDatagrams(inner, () => listeners.sockets(), this.#sessions, options.echo);
    this.#refusals = new Refusals(options.emit);
    this.#rate = new ComingRate(sessionRate(limits));
    this.#room = roomForFlows(limits.reserve);
    this.#front = this.#makeFront();
    listeners.receive({
      connection: (socket) => {
        socket.allowHalfOpen = true;
        this.#front.take(socket);
      },
      datagram: (message, remote, socket) => this.#datagrams.take(message, remote, socket),
      fault: (error, address) => this.#fault(error, address),
    });
  }

  /** Guests are told, and cut off; the inner half ends with the datagrams' connection, and the lab with it. */
  async close(): Promise<void> {
    const told = Array.from(this.#controls, (control) => control.farewell());
    if (told.includes(true)) await sleep(FAREWELL_MS);
    this.#datagrams.close();
    const closed = this.#options.listeners.close();
    this.#front.closeAll();
    this.#inner.destroy();
    this.#options.link.close();
    await closed;
  }

  #makeFront(): FrontDoor {
    const { limits, echo } = this.#options;
    return new FrontDoor({
      patience: toMilliseconds(limits.handshake),
      mostOfAddress: limits.pendingPerAddress,
      // Each connection that is carried is two here.
      room: () => this.#room - 2 * this.#front.size,
      expected: (address) => this.#sessions.expected(address),
      control: (socket, first, address, known) => this.#control(socket, address, first, known),
      flow: (socket, address, open, rest) => this.#flow(socket, address, open, rest),
      echo: echo ? (socket, first) => this.#carry(socket, first) : null,
      greeting: GREETING,
      noSession: NO_SESSION,
    });
  }

  #fault(error: unknown, address: string): void {
    this.#refusals.add(address, { code: 'internal', message: says.fault({ reason: reasonOf(error) }) });
  }

  #control(guest: Socket, address: string, first: Buffer, known: () => void): void {
    let session: RelaySession | undefined;
    let entered = false;
    const control = new RelayControl(guest, {
      guest: address,
      address: plainAddress(guest.localAddress),
      patience: toMilliseconds(this.#options.limits.handshake),
      connect: () => connect(this.#options.control),
      report: (transport, token) => this.#report(transport, token),
      hello: (hello) => {
        entered = true;
        return this.#judge(hello, address);
      },
      granted: (hello, grant) => {
        known();
        const { sessions } = this.#options.limits;
        session = sessionOf(hello, grant, address, spareConnections(this.#room, sessions));
        this.#sessions.add(session);
      },
      refused: (why) => this.#refusals.add(address, why),
      ended: () => {
        this.#controls.delete(control);
        if (entered) this.#callers.leave(address);
        if (session === undefined) return;
        this.#sessions.delete(session);
        this.#datagrams.left(session);
      },
      fault: (error) => {
        guest.destroy();
        this.#fault(error, address);
      },
    });
    this.#controls.add(control);
    control.begin(first);
  }

  /** The server takes all guests for one address: what one of them may have is judged here. */
  #judge(hello: Hello, address: string): Refused | undefined {
    const { sessions, sessionsPerAddress: limit } = this.#options.limits;
    const { ofAddress, ofNetwork } = this.#callers.enter(address);
    if (hello.version !== PROTOCOL_VERSION) return mistaken({ kind: 'message', version: hello.version });
    if (ofAddress >= limit)
      return { code: 'busy', message: says.addressBusy({ sessions: ofAddress, limit }) };
    if (ofNetwork >= Math.max(limit, sessions - limit))
      return { code: 'busy', message: says.networkBusy({ sessions: ofNetwork }) };
    if (!this.#rate.admits(address, performance.now() * 1e6))
      return { code: 'busy', message: says.tooOften() };
    return undefined;
  }

  /** What the relay itself lost counts as overrun: it is no impairment that was asked for. */
  async #report(transport: Transport, token: string): Promise<LinkReport | null> {
    try {
      const report = await this.#options.link.reportSession(transport, token);
      return { ...report, overrun: report.overrun + (await this.#datagrams.lost()) };
    } catch {
      return null;
    }
  }

  #flow(guest: Socket, address: string, open: Buffer, rest: Buffer): boolean {
    const view = viewOf(open);
    const session = this.#sessions.find(readToken(view, 0), address);
    if (session === undefined || !this.#sessions.admits(session, readFlow(view, 0))) return false;
    session.open++;
    session.opened++;
    guest.once('close', () => session.open--);
    this.#carry(guest, Buffer.concat([open, rest]));
    return true;
  }

  #carry(guest: Socket, first: Buffer): void {
    const inner = connect({ path: this.#options.inner, allowHalfOpen: true });
    guest.setNoDelay(true);
    inner.write(Buffer.concat([Buffer.of(KIND_STREAM), first]));
    join(guest, inner);
  }
}

const sessionOf = (
  { mode, transport }: Hello,
  { token, granted }: Grant,
  address: string,
  spare: number,
): RelaySession => ({
  address,
  token: tokenFromHex(token),
  transport,
  clients: granted.clients,
  connects: mode === 'connect',
  spare: mode === 'connect' ? spare : 0,
  open: 0,
  opened: 0,
});

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

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
