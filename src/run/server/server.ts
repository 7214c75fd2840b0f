/**
 * The server: listeners, admission, and the sessions behind them. It runs in one thread with all its sockets; screens
 * get {@link ServerEvent}s. Who is not known by a token gets no datagram, and one sentence over TCP.
 */
import type { RemoteInfo } from 'node:dgram';
import { type Server as ControlServer, createServer, type Socket } from 'node:net';
import type { AnsweringSocket } from '../../net/datagrams/answering.ts';
import type { Address } from '../../net/port.ts';
import { HEADER_BYTES } from '../../wire/batch.ts';
import { callerOf } from '../../wire/caller.ts';
import { isAnswer, readFlow, readToken } from '../../wire/header.ts';
import { server as says } from '../../words/en/server.ts';
import { collectGarbage } from '../garbage.ts';
import { plainAddress } from '../listening/addresses.ts';
import { type Listeners, listen } from '../listening/bind.ts';
import { guard } from '../listening/boundary.ts';
import { FrontDoor } from '../listening/front-door.ts';
import { dismiss, receiveIncoming } from '../listening/incoming.ts';
import { LoopGuard } from '../listening/loop-guard.ts';
import { echoStream, mayEcho } from '../listening/plain-echo.ts';
import { Admission } from './admission/admission.ts';
import { roomForFlows } from './admission/descriptors.ts';
import { residentBytes } from './admission/resident.ts';
import { Sessions } from './admission/sessions.ts';
import { chooseFlowEngine } from './flows/choose-engine.ts';
import type { FlowEngine } from './flows/flow-engine.ts';
import type { Emit, ServerOptions } from './options.ts';
import { toMilliseconds } from './session/time.ts';

const WATCH_MS = 1000;
const MUCH_MORE = 1.25;
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
  readonly #front: FrontDoor;
  readonly #loops = new LoopGuard();
  readonly #room: number;
  readonly #watch: NodeJS.Timeout;
  #controlServer: ControlServer | undefined;

  /** @throws SockbenchError where it cannot listen */
  static async start(options: ServerOptions, emit: Emit): Promise<Server> {
    const engine = await chooseFlowEngine(options);
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
    this.#front = this.#makeFront();
    listeners.receive({
      connection: (socket) => this.#front.take(socket),
      datagram: (message, from, socket) => this.#heard(message, from, socket),
      fault: (error, address) => this.#admission.fault(error, address),
    });
    this.#watch = setInterval(() => this.#watchMemory(), WATCH_MS).unref();
  }

  get port(): number {
    return this.#listeners.port;
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#controlServer?.close();
    await Promise.all(this.#sessions.all().map((session) => session.leave()));
    const closed = this.#listeners.close();
    // What was just said still goes out; then nothing stays.
    await new Promise((resolve) => setTimeout(resolve, this.#front.size === 0 ? 0 : 50));
    this.#front.closeAll();
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
        guard(socket, (error) => {
          socket.destroy();
          this.#admission.fault(error, 'unix');
        });
        this.#front.track(socket);
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

  #makeFront(): FrontDoor {
    const { limits, echo } = this.#options;
    return new FrontDoor({
      patience: toMilliseconds(limits.handshake),
      mostOfAddress: limits.pendingPerAddress,
      room: () => this.#room - this.#sessions.files,
      expected: (address) => this.#sessions.expected(address),
      control: (socket, first, address, known) => {
        const local = plainAddress(socket.localAddress);
        this.#admission.control(socket, first, { address, local }, known);
      },
      flow: (socket, address, open, rest) => this.#flow(socket, address, open, rest),
      echo: echo ? (socket, first) => echoStream(socket, first, toMilliseconds(limits.idle)) : null,
      greeting: GREETING,
      noSession: NO_SESSION,
    });
  }

  /** @returns whether it is a session's now */
  #flow(socket: Socket, address: string, open: Buffer, rest: Buffer): boolean {
    const view = new DataView(open.buffer, open.byteOffset, HEADER_BYTES);
    const session = this.#sessions.find(readToken(view, 0));
    return session?.admits(address) === true && session.adopt(readFlow(view, 0), socket, open, rest);
  }

  #heard(message: Buffer, from: RemoteInfo, socket: AnsweringSocket): void {
    const own = socket.local;
    // On all interfaces, only the control connection knows which address was asked.
    const local = own.address === '0.0.0.0' || own.address === '::' ? undefined : own;
    if (this.#datagram(message, from, local) || !this.#options.echo) return;
    const { echoAnyone } = this.#options;
    if (!mayEcho(from, echoAnyone)) return;
    // Nobody but the lab's own command can reach a lab, and it may repeat itself.
    if (echoAnyone || this.#loops.admits(message, from)) socket.answer(message, from);
  }

  /**
   * A datagram at the listening socket: an `open` with a session's token, from that session's address, gets a socket of
   * its own. Anything else is never answered from here.
   * @returns whether it was meant for a session
   */
  #datagram(message: Buffer, from: Address, local?: Address): boolean {
    if (message.length < HEADER_BYTES) return false;
    const view = new DataView(message.buffer, message.byteOffset, HEADER_BYTES);
    const token = readToken(view, 0);
    // The probes of somebody who wants plain echo are no session's; another server's answers would go round for ever.
    if (callerOf(message) !== 'flow' || message.length !== HEADER_BYTES)
      return this.#sessions.knows(token) || isAnswer(view);
    const address = plainAddress(from.address);
    const session = this.#sessions.find(token);
    if (session?.admits(address) !== true || from.port < FIRST_USER_PORT) return true;
    const remote = { address: from.address, port: from.port };
    void session.openDatagrams(readFlow(view, 0), remote, local, Uint8Array.prototype.slice.call(message));
    return true;
  }
}
