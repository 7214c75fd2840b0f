/** TCP and UDP listening sockets on one port, on one or several addresses. Nobody else on the machine gets what comes there. */
import type { RemoteInfo } from 'node:dgram';
import { createServer, isIPv6, type Socket, type Server as StreamServer } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import type { AnsweringSocket } from '../../net/datagrams/answering.ts';
import { socketFailure } from '../../net/failure.ts';
import { requireZone } from '../../net/local.ts';
import { plainAddress } from './addresses.ts';
import { guard, within } from './boundary.ts';
import { EveryAddress } from './every-address.ts';

/** What is done with those who come. */
export interface Guests {
  /** Whatever its listeners throw, now or later, ends this connection and no other. */
  connection?(socket: Socket): void;
  /** @param socket the one that it reached, which may answer it */
  datagram?(message: Buffer, from: RemoteInfo, socket: AnsweringSocket): void;
  /** A mistake that somebody's bytes met. */
  fault(error: unknown, address: string): void;
}

export interface Listeners {
  readonly port: number;
  /** Of datagrams; there may be more of them later. */
  sockets(): readonly AnsweringSocket[];
  /** Lets guests in; until then whoever connects is hung up on. Called once. */
  receive(guests: Guests): void;
  /** Nobody comes any more. Resolves when the last connection has ended, too. */
  close(): Promise<void>;
}

/** Programs that are known to sit on a port. */
const LIKELY: Readonly<Record<number, string>> =
  process.platform === 'darwin' ? { 5000: 'AirPlay', 7000: 'AirPlay' } : {};
const LISTEN_BUFFER = 4 * 2 ** 20;
/** A free TCP port may be taken over UDP: so often another is tried. */
const ATTEMPTS = 20;

/** What listens on the port, where it is not all that a server of ours needs. */
export interface Wanted {
  readonly streams: boolean;
  readonly datagrams: boolean;
  /** Flows of a server bind its UDP port again; otherwise nobody else may. */
  readonly shared: boolean;
  /** A connection whose other side has finished sending can still be answered. */
  readonly halfOpen: boolean;
}

const SERVER: Wanted = { streams: true, datagrams: true, shared: true, halfOpen: false };

/**
 * @param port 0: any port that is free over all wanted transports on all addresses
 * @throws SockbenchError `port-in-use`, `address-not-local`, `permission-denied`
 */
export async function listen(
  addresses: readonly string[],
  port: number,
  wanted: Wanted = SERVER,
): Promise<Listeners> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryListen(addresses, port, wanted);
    } catch (error) {
      const again = port === 0 && attempt < ATTEMPTS;
      if (!(again && error instanceof SockbenchError && error.code === 'port-in-use')) throw error;
    }
  }
}

async function tryListen(addresses: readonly string[], first: number, wanted: Wanted): Promise<Listeners> {
  const streams: StreamServer[] = [];
  const datagrams: EveryAddress[] = [];
  let port = first;
  const close = async () => {
    await Promise.all([
      ...streams.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      ...datagrams.map((socket) => socket.close()),
    ]);
  };
  try {
    for (const address of addresses) {
      requireZone(address, 'listen');
      const optional = address === '::' && addresses.length > 1;
      try {
        if (wanted.streams) {
          const stream = await listenStream(address, port, wanted.halfOpen);
          streams.push(stream);
          port = (stream.address() as { port: number }).port;
        }
        if (!wanted.datagrams) continue;
        // Thousands of flows may ask to be opened within milliseconds; what does not fit is asked again 200 ms later.
        const room = wanted.shared ? { receiveBuffer: LISTEN_BUFFER } : {};
        const all = await EveryAddress.open(address, port, wanted.shared, room);
        datagrams.push(all);
        port = all.first.local.port;
      } catch (error) {
        if (!(optional && noIPv6(error))) throw failure(error, address, port);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  const receive = (guests: Guests) => {
    for (const stream of streams) admit(stream, guests);
    for (const all of datagrams)
      all.onMessage((message, from, socket) => hear(message, from, socket, guests));
  };
  const sockets = () => datagrams.flatMap((all) => all.sockets);
  return { port, sockets, receive, close };
}

function admit(stream: StreamServer, guests: Guests): void {
  stream.removeAllListeners('connection');
  stream.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    const fault = (error: unknown): void => {
      socket.destroy();
      guests.fault(error, address);
    };
    guard(socket, fault);
    // Until somebody listens, and after: an error of a connection is the end of it and no more.
    socket.on('error', () => {});
    within(fault, () => guests.connection?.(socket))();
  });
}

function hear(message: Buffer, from: RemoteInfo, socket: AnsweringSocket, guests: Guests): void {
  const fault = (error: unknown): void => guests.fault(error, plainAddress(from.address));
  within(fault, () => guests.datagram?.(message, from, socket))();
}

function noIPv6(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' || code === 'EINVAL';
}

function failure(error: unknown, address: string, port: number): SockbenchError {
  const known = socketFailure(error, 'listen', { address, port });
  const owner = LIKELY[port];
  if (known.code !== 'port-in-use' || owner === undefined) return known;
  return new SockbenchError('port-in-use', 'listen', { ...known.details, owner }, error);
}

function listenStream(host: string, port: number, halfOpen: boolean): Promise<StreamServer> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true, allowHalfOpen: halfOpen });
    server.once('error', reject);
    server.on('connection', (socket) => socket.destroy());
    server.listen({ host, port, backlog: 4096, ipv6Only: isIPv6(host), exclusive: true }, () => {
      server.off('error', reject);
      // Running out of descriptors fails an accept, not the server.
      server.on('error', () => {});
      resolve(server);
    });
  });
}
