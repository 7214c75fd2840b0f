/** Nobody answered over UDP: did the other side say that nobody listens there? */
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** ms for an ICMP message to come back. */
const PATIENCE_MS = 300;

/** Sends one more datagram on a connected socket, which is told of the refusal (ICMP port unreachable). */
export function isRefused(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address.split('%')[0]!) ? 'udp6' : 'udp4');
    const timer = setTimeout(() => settle(false), PATIENCE_MS);
    const settle = (refused: boolean): void => {
      clearTimeout(timer);
      socket.removeAllListeners('error').on('error', () => {});
      socket.close(() => resolve(refused));
    };
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
    socket.connect(port, address, () => socket.send(Buffer.alloc(1), () => {}));
  });
}
