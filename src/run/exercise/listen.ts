/** The lesson's server: takes connections and datagrams on one port and tells what comes. */
import type { Socket } from 'node:net';
import { showAddress } from '../../net/failure.ts';
import { plainAddress } from '../listening/addresses.ts';
import { listen } from '../listening/bind.ts';
import { reasonOf, withinGuest } from '../listening/boundary.ts';
import { Crowd } from '../listening/crowd.ts';
import { dismiss } from '../listening/incoming.ts';
import { datagramsFor } from './datagrams.ts';
import type { ListenHost, ListenOptions } from './events.ts';
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
  const { tcp, udp, once, addresses, sentences } = options;
  const wanted = { streams: tcp, datagrams: udp, shared: false, halfOpen: true };
  const listeners = await listen(addresses, options.port, wanted);
  const open = new Crowd(MOST_CONNECTIONS, UNTROUBLED_MS);
  const visitors = new WeakMap<Socket, Visitor>();
  const dismissed = new Set<Socket>();
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const came = () => {
    if (once) finish();
  };

  const refuse = (socket: Socket, from: string) => {
    if (dismissed.size >= MOST_DISMISSED) {
      socket.destroy();
      return;
    }
    host.event({ kind: 'full', from });
    dismissed.add(socket);
    socket.once('close', () => dismissed.delete(socket));
    dismiss(socket, sentences.full);
  };
  const waiting = new Set<Socket>();
  let turnedAway = 0;
  /** Two lines for each connection would wait for a reader without end: a few connections do, unread. */
  const putOff = (socket: Socket) => {
    if (waiting.size < MOST_CONNECTIONS) waiting.add(socket);
    else {
      socket.destroy();
      turnedAway++;
    }
    if (waiting.size + turnedAway > 1) return;
    void host.drained().then(() => {
      if (turnedAway > 0) host.event({ kind: 'turned-away', connections: turnedAway });
      turnedAway = 0;
      const those = [...waiting];
      waiting.clear();
      for (const one of those) if (!one.destroyed) withinGuest(one, accept)(one);
    });
  };
  const accept = (socket: Socket) => {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return;
    }
    if (host.behind) {
      putOff(socket);
      return;
    }
    const from = showAddress({ address: plainAddress(remoteAddress), port: remotePort });
    const { admitted, instead } = open.enter(socket, plainAddress(remoteAddress), performance.now());
    if (!admitted) return refuse(socket, from);
    if (instead !== undefined) visitors.get(instead)?.makeRoom();
    const visitor = receiveVisitor(socket, from, options, host, {
      heard: () => open.heard(socket, performance.now()),
      gone: (brought) => {
        open.leave(socket);
        if (brought) came();
      },
    });
    visitors.set(socket, visitor);
  };
  listeners.receive({
    connection: accept,
    datagram: datagramsFor(options, host, came),
    fault: (error, from) => host.event({ kind: 'fault', from, reason: reasonOf(error) }),
  });

  return {
    port: listeners.port,
    ended,
    async stop() {
      for (const socket of open.sockets) visitors.get(socket)?.leave();
      const timer = setTimeout(() => {
        for (const socket of [...open.sockets, ...dismissed, ...waiting]) socket.destroy();
      }, FAREWELL_MS);
      await listeners.close();
      clearTimeout(timer);
    },
  };
}
