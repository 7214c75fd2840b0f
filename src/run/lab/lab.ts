/** A lab, from the inside: two network namespaces, two TUN devices, the loop between them, server and command. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { machineNow } from '../../clock.ts';
import { SockbenchError } from '../../errors.ts';
import {
  CLIENT_END,
  configureInterface,
  DropCounter,
  INTERFACE,
  SERVER_END,
} from '../../link/system/interface.ts';
import { CLONE_NEWNET, loadLibc } from '../../link/system/libc.ts';
import { openTun } from '../../link/system/tun.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import { deferred } from '../client/deferred.ts';
import { LAB_VARIABLE, type LabEnvironment } from './environment.ts';
import { startLabServer } from './lab-server.ts';
import { LinkService } from './link-service.ts';
import type { LabAddresses, LabOrder } from './orders.ts';
import { withAlone, withDescriptors } from './stdio.ts';

/** Port of the server on the link: nobody else is there, so it is always free. */
const PORT = 5000;

export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class Lab {
  readonly addresses: LabAddresses;
  readonly #order: LabOrder;
  readonly #service: LinkService;
  readonly #server: ChildProcess | undefined;
  readonly #serverGone = deferred<string>();
  #closing = false;
  #command: ChildProcess | undefined;

  /** @throws SockbenchError `lab-…`, `server-start` */
  static async build(order: LabOrder, emit: (event: ServerEvent) => void): Promise<Lab> {
    const libc = await loadLibc();
    const serverFd = openTun(libc, INTERFACE);
    configureInterface(SERVER_END);
    const drops = [new DropCounter()];
    const server = await startLabServer(order, serverAddresses(order), PORT, controlPath(order), emit);
    // From here on this thread, and what it starts, is on the client's side; the server stays where it was started.
    if (libc.unshare(CLONE_NEWNET) !== 0) {
      throw new SockbenchError('lab-namespaces', 'unshare', { reason: `unshare: errno ${libc.errno()}` });
    }
    const clientFd = openTun(libc, INTERFACE);
    configureInterface(CLIENT_END);
    drops.push(new DropCounter());
    const service = await LinkService.start(order, { serverFd, clientFd, epoch: machineNow(), drops });
    return new Lab(order, service, server);
  }

  private constructor(order: LabOrder, service: LinkService, server: ChildProcess | undefined) {
    this.#order = order;
    this.#service = service;
    this.#server = server;
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
  run(): Promise<CommandEnd> {
    const host = serverAddresses(this.#order)[0]!;
    const [program, ...words] = this.#order.command.map((word) => (word === 'SERVER' ? host : word));
    return new Promise((resolve, reject) => {
      const command = spawn(program!, words, {
        stdio: this.#order.apart === null ? withDescriptors(this.#order.given) : withAlone(this.#order.apart),
        env: { ...process.env, ...this.#variables(host) },
      });
      this.#command = command;
      command.once('error', (cause) =>
        reject(
          new SockbenchError('lab-command', 'start', { command: program!, reason: cause.message }, cause),
        ),
      );
      command.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  /** How the server ended, where it does before {@link close}: its exit status, or a signal's name. */
  get serverGone(): Promise<string> {
    return this.#serverGone.promise;
  }

  /** Also where the command has ended: then whoever sends it does not want to wait for what is still written. */
  signal(signal: NodeJS.Signals): void {
    if (this.#closing) this.#service.giveUpFiles();
    else this.#command?.kill(signal);
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
    return {
      host: serverAddresses(this.#order)[0],
      host4: SERVER_END.address4,
      host6: SERVER_END.address6,
      port: PORT,
      control: this.#order.server === 'own' ? controlPath(this.#order) : null,
      link: this.#service.path,
      impairment: this.#order.impairment,
    };
  }

  #variables(host: string): Record<string, string> {
    return {
      [LAB_VARIABLE]: JSON.stringify(this.environment),
      SERVER: host,
      SERVER_PORT: String(PORT),
    };
  }
}

const controlPath = (order: LabOrder): string => join(order.directory, 'control.sock');

const serverAddresses = ({ family }: LabOrder): [string, string] =>
  family === 6 ? [SERVER_END.address6, SERVER_END.address4] : [SERVER_END.address4, SERVER_END.address6];
