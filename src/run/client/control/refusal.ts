/** Nobody answered over UDP: did the other side say that nobody listens there? */
import { SockbenchError } from '../../../errors.ts';
import { ConnectedSocket } from '../../../net/datagrams/connected.ts';
import type { Place } from '../context.ts';
import type { TransportPlan } from '../plan/effective.ts';

/** ms for an ICMP message to come back. */
const PATIENCE_MS = 300;

/** Sends one more datagram on a connected socket, which is told of the refusal (ICMP port unreachable). */
function isRefused(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (refused: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(refused);
    };
    const timer = setTimeout(() => settle(false), PATIENCE_MS);
    const error = (met: NodeJS.ErrnoException): void => settle(met.code === 'ECONNREFUSED');
    const socket = new ConnectedSocket({ address, port }, { error }, () => socket.send(Buffer.alloc(1)));
  });
}

/** Of a plain echo over UDP, which has no connection that could tell: why nobody answered, as far as can be known. */
export async function unanswered(
  failure: SockbenchError,
  { transport }: TransportPlan,
  { address, port, shown, control }: Place,
): Promise<SockbenchError> {
  const plainEcho = transport === 'udp' && control === null && failure.code === 'no-answer';
  return plainEcho && (await isRefused(address, port))
    ? new SockbenchError('datagram-refused', 'measure', { address: shown })
    : failure;
}
