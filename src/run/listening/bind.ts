/** TCP and UDP listening sockets on one port, on one or several addresses. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, isIPv6, type Server as StreamServer } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import { socketFailure } from '../../net/failure.ts';
import { requireZone } from '../../net/local.ts';

export interface Listeners {
  readonly port: number;
  readonly streams: readonly StreamServer[];
  readonly datagrams: readonly DatagramSocket[];
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
  const datagrams: DatagramSocket[] = [];
  let port = first;
  const close = async () => {
    await Promise.all([
      ...streams.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      ...datagrams.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
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
        // With SO_REUSEADDR, which flows need to share the port, a port in use would go unnoticed.
        if (wanted.shared) (await bindDatagram(address, port, false)).close();
        const datagram = await bindDatagram(address, port, wanted.shared);
        datagrams.push(datagram);
        port = datagram.address().port;
      } catch (error) {
        if (!(optional && noIPv6(error))) throw failure(error, address, port);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { port, streams, datagrams, close };
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
    server.listen({ host, port, backlog: 4096, ipv6Only: isIPv6(host), exclusive: true }, () => {
      server.off('error', reject);
      // Running out of descriptors fails an accept, not the server.
      server.on('error', () => {});
      resolve(server);
    });
  });
}

/** Thousands of flows may ask to be opened within milliseconds; what does not fit is asked again 200 ms later. */
function roomFor(socket: DatagramSocket): void {
  try {
    socket.setRecvBufferSize(LISTEN_BUFFER);
  } catch {
    // Some systems refuse more than they allow, and keep the usual size.
  }
}

function bindDatagram(address: string, port: number, shared: boolean): Promise<DatagramSocket> {
  return new Promise((resolve, reject) => {
    const v6 = isIPv6(address);
    const socket = createSocket({ type: v6 ? 'udp6' : 'udp4', reuseAddr: shared, ipv6Only: v6 });
    const fail = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('error', fail);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', fail);
      if (shared) roomFor(socket);
      // ICMP errors of answers concern nobody here.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
