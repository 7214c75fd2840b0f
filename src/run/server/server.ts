/**
 * The server: listeners, admission, and the sessions behind them. It runs in one thread with all its sockets; screens
 * get {@link ServerEvent}s. Who is not known by a token gets no datagram, and one sentence over TCP.
 */
import type { Socket as DatagramSocket, RemoteInfo } from 'node:dgram';
import { type Server as ControlServer, createServer, type Socket } from 'node:net';
import type { Address } from '../../net/port.ts';
import { HEADER_BYTES } from '../../wire/batch.ts';
import { readFlow, readToken, readType, TYPE_OPEN } from '../../wire/header.ts';
import { server as says } from '../../words/en/server.ts';
import { collectGarbage } from '../garbage.ts';
import { plainAddress } from '../listening/addresses.ts';
import { type Listeners, listen } from '../listening/bind.ts';
import { dismiss, receiveIncoming } from '../listening/incoming.ts';
import { LoopGuard } from '../listening/loop-guard.ts';
import { Pending } from '../listening/pending.ts';
import { echoDatagram, echoStream, mayEcho } from '../listening/plain-echo.ts';
import { Admission } from './admission.ts';
import { chooseFlowEngine } from './choose-engine.ts';
import { roomForFlows } from './descriptors.ts';
import type { FlowEngine } from './flow-engine.ts';
import type { Emit, ServerOptions } from './options.ts';
import { residentBytes } from './resident.ts';
import { Sessions } from './sessions.ts';
import { toMilliseconds } from './time.ts';

/** Long enough to make thousands of connections over a slow link. */
const OPENING_MS = 60_000;
const WATCH_MS = 1000;
const MUCH_MORE = 1.25;
/** Connections of one address that are echoed at once, as a multiple of those that may be silent. */
const ECHOES = 8;
/** As many addresses may have all the connections that are no session's that one may have. */
const CROWDED = 16;
/** No client sends from a service's port: who seems to wants the service to get the answer. */
const FIRST_USER_PORT = 1024;
const GREETING =
  'This is a sockbench server. To measure the way to it: sockbench tcp HOST:PORT, or sockbench udp HOST:PORT.';
const NO_SESSION = 'This sockbench server knows no such session.';

export class Server {
  readonly #options: ServerOptions;
  readonly #engine: FlowEngine;
  readonly #listeners: Listeners;
  readonly #sessions = new Sessions();
  readonly #admission: Admission;
  readonly #pending = new Pending();
  readonly #echoing = new Pending();
  readonly #loops = new LoopGuard();
  readonly #room: number;
  readonly #sockets = new Set<Socket>();
  readonly #watch: NodeJS.Timeout;
  #controlServer: ControlServer | undefined;

  /** @throws SockbenchError where it cannot listen */
  static async start(options: ServerOptions, emit: Emit): Promise<Server> {
    const engine = await chooseFlowEngine(options.engine, options.early);
    const listeners = await listen(options.addresses, options.port);
    const server = new Server(options, emit, engine, listeners);
    if (options.controlPath !== null) await server.#listenControl(options.controlPath);
    emit({ event: 'listening', port: listeners.port, addresses: options.addresses });
    return server;
  }

  private constructor(options: ServerOptions, emit: Emit, engine: FlowEngine, listeners: Listeners) {
    this.#options = options;
    this.#engine = engine;
    this.#listeners = listeners;
    this.#room = roomForFlows(options.limits.reserve);
    this.#admission = new Admission(options, engine, this.#sessions, this.#room, emit, (message, from) =>
      this.#datagram(message, from),
    );
    this.#admission.port = listeners.port;
    for (const stream of listeners.streams) stream.on('connection', (socket) => this.#connection(socket));
    for (const socket of listeners.datagrams) this.#listenDatagrams(socket);
    this.#watch = setInterval(() => this.#watchMemory(), WATCH_MS).unref();
  }

  get port(): number {
    return this.#listeners.port;
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#controlServer?.close();
    for (const session of this.#sessions.all()) session.stop('stopped', says.stopped());
    const closed = this.#listeners.close();
    // What was just said still goes out; then nothing stays.
    await new Promise((resolve) => setTimeout(resolve, this.#sockets.size === 0 ? 0 : 50));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await this.#engine.close();
  }

  /**
   * Above the limit nobody is admitted; where those who are there need much more, whoever uses the most goes, and is told.
   * All sessions of one address have together what one session may have.
   */
  #watchMemory(): void {
    const { memory, sessionMemory } = this.#options.limits;
    for (const greedy of this.#sessions.beyond(sessionMemory))
      greedy.stop('limit', says.addressTooManyProbes());
    const most = memory * MUCH_MORE;
    if (residentBytes() <= most) return;
    // What those who have gone kept stands until it is collected, and is nobody's fault who is still here.
    collectGarbage();
    this.#sessions.atFault(residentBytes() - most)?.stop('limit', says.noMemoryForThis());
  }

  #listenControl(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => {
        this.#track(socket);
        receiveIncoming(socket, {
          patience: toMilliseconds(this.#options.limits.handshake),
          control: (control, first) =>
            this.#admission.control(
              control,
              first,
              { address: null, local: this.#options.addresses[0]! },
              () => {},
            ),
          flow: (other) => dismiss(other, NO_SESSION),
          stranger: (other) => dismiss(other, GREETING),
        });
      });
      server.once('error', reject);
      server.listen(path, resolve);
      this.#controlServer = server;
    });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #connection(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    this.#track(socket);
    // Flows of a running session may all arrive in one turn.
    const { pendingPerAddress, handshake } = this.#options.limits;
    const expected = this.#sessions.expected(address);
    const room = this.#room - this.#sessions.files;
    const inAll = Math.max(1, Math.min(pendingPerAddress * CROWDED + this.#sessions.expected(), room));
    this.#pending.add(address, socket, pendingPerAddress + expected, inAll)?.destroy();
    const known = () => this.#pending.delete(address, socket);
    socket.once('close', known);
    receiveIncoming(socket, {
      // A session's connections are all made before the first of them speaks.
      patience: expected > 0 ? Math.max(toMilliseconds(handshake), OPENING_MS) : toMilliseconds(handshake),
      control: (control, first) => {
        const local = plainAddress(control.localAddress);
        this.#admission.control(control, first, { address, local }, known);
      },
      flow: (flow, open, rest) => {
        if (this.#flow(flow, address, open, rest)) known();
      },
      stranger: (stranger, first) => this.#stranger(stranger, address, first),
    });
  }

  /** @returns whether it is a session's now */
  #flow(socket: Socket, address: string, open: Buffer, rest: Buffer): boolean {
    const view = new DataView(open.buffer, open.byteOffset, HEADER_BYTES);
    const session = readType(view, 0) === TYPE_OPEN ? this.#sessions.find(readToken(view, 0)) : undefined;
    if (session?.admits(address) === true && session.adopt(readFlow(view, 0), socket, open, rest))
      return true;
    dismiss(socket, NO_SESSION);
    return false;
  }

  #stranger(socket: Socket, address: string, first: Buffer): void {
    if (!this.#options.echo) {
      dismiss(socket, GREETING);
      return;
    }
    const { idle, pendingPerAddress } = this.#options.limits;
    this.#pending.delete(address, socket);
    const most = pendingPerAddress * ECHOES;
    this.#echoing.add(address, socket, most, most * CROWDED)?.destroy();
    socket.once('close', () => this.#echoing.delete(address, socket));
    echoStream(socket, first, toMilliseconds(idle));
  }

  #listenDatagrams(socket: DatagramSocket): void {
    const own = socket.address();
    // On all interfaces, only the control connection knows which address was asked.
    const local = own.address === '0.0.0.0' || own.address === '::' ? undefined : own;
    socket.on('message', (message: Buffer, from: RemoteInfo) => {
      if (this.#datagram(message, from, local) || !this.#options.echo) return;
      const { echoAnyone } = this.#options;
      if (!mayEcho(from, this.port, echoAnyone)) return;
      // Nobody but the lab's own command can reach a lab, and it may repeat itself.
      if (echoAnyone || this.#loops.admits(message, from)) echoDatagram(socket, message, from);
    });
  }

  /**
   * A datagram at the listening socket: an `open` with a session's token, from that session's address, gets a socket of
   * its own. Anything else is never answered from here.
   * @returns whether it was meant for a session
   */
  #datagram(message: Buffer, from: Address, local?: Address): boolean {
    if (message.length < HEADER_BYTES) return false;
    const view = new DataView(message.buffer, message.byteOffset, HEADER_BYTES);
    const type = readType(view, 0);
    if (type !== TYPE_OPEN || message.length !== HEADER_BYTES) return type !== -1;
    const address = plainAddress(from.address);
    const session = this.#sessions.find(readToken(view, 0));
    if (session?.admits(address) !== true || from.port < FIRST_USER_PORT) return true;
    const remote = { address: from.address, port: from.port };
    void session.openDatagrams(readFlow(view, 0), remote, local, Uint8Array.prototype.slice.call(message));
    return true;
  }
}
