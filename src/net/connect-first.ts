/** A TCP connection to whichever of a name's addresses answers first. */
import { createConnection, type Socket } from 'node:net';
import { SockbenchError } from '../errors.ts';
import { type Attempt, showAddress, socketFailure } from './failure.ts';
import { type First, firstOf } from './first-of.ts';

/** One name's addresses, in the order in which they are tried. */
export interface Addresses {
  readonly addresses: readonly string[];
  readonly port: number;
}

export interface Connecting extends Attempt {
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @returns the connection; whoever gets it listens to its errors
 * @throws SockbenchError what the address tells that tells the most, `connect-timeout`
 */
export async function connectFirst(to: Addresses, how: Connecting): Promise<First<Socket>> {
  const attempt = (address: string, signal: AbortSignal): Promise<Socket> =>
    connectTo({ address, port: to.port }, how, signal);
  try {
    return await firstOf(to.addresses, {
      attempt,
      discard: (socket) => socket.destroy(),
      signal: how.signal,
    });
  } catch (met) {
    throw mostTelling(met as readonly SockbenchError[], to);
  }
}

function connectTo(
  { address, port }: { readonly address: string; readonly port: number },
  { patienceMs, ...how }: Connecting,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const localAddress = how.bind ?? undefined;
    const socket = createConnection({
      host: address,
      port,
      noDelay: true,
      ...(localAddress && { localAddress }),
    });
    const settle = (error?: SockbenchError): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.off('error', failed);
      if (error === undefined) {
        resolve(socket);
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const giveUp = (): void =>
      settle(new SockbenchError('connect-timeout', 'connect', { address: showAddress({ address, port }) }));
    const failed = (error: Error): void => settle(socketFailure(error, 'connect', { address, port }, how));
    const timer = setTimeout(giveUp, patienceMs);
    signal.addEventListener('abort', giveUp);
    socket.once('error', failed);
    socket.once('connect', () => settle());
    if (signal.aborted) giveUp();
  });
}

/** A machine that refuses is there; of those that say nothing, less is known. */
const TELLING: readonly SockbenchError['code'][] = ['connection-refused', 'connect-timeout'];

/** @param met of at least one address; several are named together */
function mostTelling(met: readonly SockbenchError[], { addresses, port }: Addresses): SockbenchError {
  const known = met.filter((error) => error !== undefined);
  const rank = ({ code }: SockbenchError): number => TELLING.indexOf(code) + 1 || TELLING.length + 1;
  const [first] = known.toSorted((a, b) => rank(a) - rank(b));
  const same = addresses.filter((_, index) => met[index]?.code === first!.code);
  if (same.length < 2) return first!;
  const address = same.map((one) => showAddress({ address: one, port })).join(', ');
  return new SockbenchError(first!.code, first!.operation, { ...first!.details, address }, first!.cause);
}
