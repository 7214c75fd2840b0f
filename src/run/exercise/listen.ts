/** The lesson's server: takes connections and datagrams on one port and tells what comes. */
import type { Socket } from 'node:net';
import { showAddress } from '../../net/failure.ts';
import { plainAddress } from '../listening/addresses.ts';
import { type Listeners, listen } from '../listening/bind.ts';
import { reasonOf } from '../listening/boundary.ts';
import { Crowd } from '../listening/crowd.ts';
import { dismiss } from '../listening/incoming.ts';
import { datagramsFor } from './datagrams.ts';
import type { ListenHost, ListenOptions } from './events.ts';
import { PutOff } from './put-off.ts';
import { receiveVisitor, type Visitor } from './visitor.ts';

const MOST_CONNECTIONS = 200;
/** ms of quiet after which a connection may have to make room for another of its own network. */
const UNTROUBLED_MS = 2000;
/** Beyond the bound so many more get a sentence at a time; the others are hung up on without one. */
const MOST_DISMISSED = 50;
/** ms that answers which are under way have to leave when the listener ends. */
const FAREWELL_MS = 200;

export interface Listener {
  readonly port: number;
  /** Resolves when `once` has been met. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** @throws SockbenchError `port-in-use`, `address-not-local`, `permission-denied` */
export async function startListener(options: ListenOptions, host: ListenHost): Promise<Listener> {
  const { tcp, udp, addresses } = options;
  const wanted = { streams: tcp, datagrams: udp, shared: false, halfOpen: true };
  return new Listening(await listen(addresses, options.port, wanted), options, host);
}

class Listening implements Listener {
  readonly port: number;
  readonly ended: Promise<void>;
  #finish = (): void => {};
  readonly #listeners: Listeners;
  readonly #options: ListenOptions;
  readonly #host: ListenHost;
  readonly #open = new Crowd(MOST_CONNECTIONS, UNTROUBLED_MS);
  readonly #visitors = new WeakMap<Socket, Visitor>();
  readonly #dismissed = new Set<Socket>();
  readonly #putOff: PutOff;

  constructor(listeners: Listeners, options: ListenOptions, host: ListenHost) {
    this.port = listeners.port;
    this.#listeners = listeners;
    this.#options = options;
    this.#host = host;
    this.#putOff = new PutOff(MOST_CONNECTIONS, host, (socket) => this.#accept(socket));
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    listeners.receive({
      connection: (socket) => this.#accept(socket),
      datagram: datagramsFor(options, host, () => this.#came()),
      fault: (error, from) => host.event({ kind: 'fault', from, reason: reasonOf(error) }),
    });
  }

  #came(): void {
    if (this.#options.once) this.#finish();
  }

  #accept(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return;
    }
    if (this.#host.behind) {
      this.#putOff.add(socket);
      return;
    }
    const address = plainAddress(remoteAddress);
    const from = showAddress({ address, port: remotePort });
    const { admitted, instead } = this.#open.enter(socket, address, performance.now());
    if (!admitted) {
      this.#refuse(socket, from);
      return;
    }
    if (instead !== undefined) this.#visitors.get(instead)?.makeRoom();
    const visitor = receiveVisitor(socket, from, this.#options, this.#host, {
      heard: () => this.#open.heard(socket, performance.now()),
      gone: (brought) => {
        this.#open.leave(socket);
        if (brought) this.#came();
      },
    });
    this.#visitors.set(socket, visitor);
  }

  #refuse(socket: Socket, from: string): void {
    if (this.#dismissed.size >= MOST_DISMISSED) {
      socket.destroy();
      return;
    }
    this.#host.event({ kind: 'full', from });
    this.#dismissed.add(socket);
    socket.once('close', () => this.#dismissed.delete(socket));
    dismiss(socket, this.#options.sentences.full);
  }

  async stop(): Promise<void> {
    const { sockets } = this.#open;
    for (const socket of sockets) this.#visitors.get(socket)?.leave();
    const timer = setTimeout(() => {
      for (const socket of [...this.#open.sockets, ...this.#dismissed, ...this.#putOff.sockets])
        socket.destroy();
    }, FAREWELL_MS);
    await this.#listeners.close();
    clearTimeout(timer);
  }
}
