/** A lab, from the inside: two network namespaces, two TUN devices, the loop between them, server and command. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { machineNow } from '../../clock.ts';
import { SockbenchError } from '../../errors.ts';
import {
  CLIENT_END,
  configureInterface,
  configureTcp,
  DropCounter,
  type End,
  INTERFACE,
  SERVER_END,
} from '../../link/system/interface.ts';
import { CLONE_NEWNET, loadLibc } from '../../link/system/libc.ts';
import { openTap } from '../../link/system/packet-tap.ts';
import { TcpEcn } from '../../link/system/tcp-ecn.ts';
import { openTun } from '../../link/system/tun.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import { deferred } from '../client/control/deferred.ts';
import type { LabEnvironment } from './environment.ts';
import { type CommandEnd, LabCommand } from './lab-command.ts';
import { forkLabServer, startLabServer } from './lab-server.ts';
import { asksForEcn, LinkService } from './link/service.ts';
import { listenersHere } from './listening.ts';
import { type LabAddresses, type LabOrder, linkPath } from './orders.ts';
import { PORT } from './server-word.ts';

export class Lab {
  readonly addresses: LabAddresses;
  /** A port on which the server's command listens on loopback alone, where nobody on the link reaches it; null: none. */
  readonly hidden: number | null;
  readonly #order: LabOrder;
  readonly #service: LinkService;
  readonly #server: ChildProcess | undefined;
  readonly #serverGone = deferred<string>();
  #closing = false;
  /** Of a command that is still to be started. */
  #asked: NodeJS.Signals | undefined;
  #command: LabCommand | undefined;

  /** @throws SockbenchError `lab-…`, `server-start` */
  static async build(order: LabOrder, emit: (event: ServerEvent) => void): Promise<Lab> {
    const own = forkLabServer(order, emit);
    const libc = await loadLibc();
    const serverFd = openTun(libc, INTERFACE);
    configureInterface(SERVER_END);
    const serverTap = openTap(libc);
    const ecn = [tcpAt(SERVER_END, order)];
    const drops = [new DropCounter()];
    const server = startLabServer(own, order, serverAddresses(order), PORT, controlPath(order));
    // Where a command listens is seen from its side alone.
    if (typeof order.server !== 'string') await server.ready;
    const hidden = hiddenPort(order);
    // From here on this thread, and what it starts, is on the client's side; the server stays where it was started.
    if (libc.unshare(CLONE_NEWNET) !== 0) {
      throw new SockbenchError('lab-namespaces', 'unshare', { reason: `unshare: errno ${libc.errno()}` });
    }
    // It loads while its side of the link is made, and waits for the link by itself.
    const command = order.early ? commandOf(order) : undefined;
    try {
      const clientFd = openTun(libc, INTERFACE);
      configureInterface(CLIENT_END);
      const clientTap = openTap(libc);
      ecn.push(tcpAt(CLIENT_END, order));
      drops.push(new DropCounter());
      const ends = { serverFd, clientFd, serverTap, clientTap, epoch: machineNow(), drops, ecn };
      const service = new LinkService(order, ends);
      await Promise.all([service.running, server.ready]);
      if (!order.early) await service.listen();
      return new Lab(order, service, server.child, hidden, command);
    } catch (error) {
      command?.kill('SIGKILL');
      throw error;
    }
  }

  private constructor(
    order: LabOrder,
    service: LinkService,
    server: ChildProcess | undefined,
    hidden: number | null,
    command: LabCommand | undefined,
  ) {
    this.hidden = hidden;
    this.#order = order;
    this.#service = service;
    this.#server = server;
    this.#command = command;
    const gone = (code: number | null, signal: NodeJS.Signals | null) => {
      if (!this.#closing) this.#serverGone.resolve(signal ?? String(code));
    };
    if (server !== undefined && (server.exitCode !== null || server.signalCode !== null))
      gone(server.exitCode, server.signalCode);
    else server?.once('exit', gone);
    this.addresses = {
      server4: SERVER_END.address4,
      server6: SERVER_END.address6,
      client4: CLIENT_END.address4,
      client6: CLIENT_END.address6,
      port: PORT,
    };
  }

  /** Runs the command to its end. @throws SockbenchError `lab-command` */
  async run(): Promise<CommandEnd> {
    this.#command ??= commandOf(this.#order);
    if (this.#asked !== undefined) this.#command.kill(this.#asked);
    if (this.#order.early) await this.#service.listen();
    return this.#command.ended;
  }

  /** How the server ended, where it does before {@link close}: its exit status, or a signal's name. */
  get serverGone(): Promise<string> {
    return this.#serverGone.promise;
  }

  /** Also where the command has ended: then whoever sends it does not want to wait for what is still written. */
  signal(signal: NodeJS.Signals): void {
    if (this.#closing) this.#service.giveUpFiles();
    else if (this.#command === undefined) this.#asked = signal;
    else this.#command.kill(signal);
  }

  /**
   * Everything that was said about packets is written.
   * @returns packets that the lab lost by itself, and outputs that are not whole
   */
  async close(): Promise<{ overrun: number; losses: SockbenchError[] }> {
    this.#closing = true;
    const ended = await this.#service.close();
    this.#server?.kill('SIGKILL');
    return ended;
  }

  get environment(): LabEnvironment {
    return environmentOf(this.#order);
  }
}

const environmentOf = (order: LabOrder): LabEnvironment => ({
  host: serverAddresses(order)[0],
  host4: SERVER_END.address4,
  host6: SERVER_END.address6,
  port: PORT,
  control: order.server === 'own' ? controlPath(order) : null,
  link: linkPath(order),
  early: order.early,
  impairment: order.impairment,
  congestionControl: order.congestionControl,
});

const commandOf = (order: LabOrder): LabCommand =>
  new LabCommand(order, serverAddresses(order)[0]!, environmentOf(order));

/** In the server's namespace. */
function hiddenPort({ server }: LabOrder): number | null {
  if (typeof server === 'string') return null;
  const all = listenersHere();
  return all.every(({ loopback }) => loopback) ? (all[0]?.port ?? null) : null;
}

/** TCP of one end, in its namespace: as the order says, and open to a change of ECN. */
function tcpAt(end: End, { congestionControl, impairment }: LabOrder): TcpEcn {
  const ecn = new TcpEcn();
  const asks = asksForEcn(impairment);
  const byRoute = asks && !ecn.set(true);
  configureTcp(end, { congestionControl, ecn: byRoute });
  return ecn;
}

const controlPath = (order: LabOrder): string => join(order.directory, 'control.sock');

const serverAddresses = ({ family }: LabOrder): [string, string] =>
  family === 6 ? [SERVER_END.address6, SERVER_END.address4] : [SERVER_END.address4, SERVER_END.address6];
