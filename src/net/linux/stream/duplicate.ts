/** A second descriptor of a connection of node:net, for handing it to a linux port in another thread of this process. */
import type { Socket } from 'node:net';
import { F_DUPFD_CLOEXEC } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';

/**
 * Takes the connection away from Node: the descriptor that is returned lives on, `socket` is closed without a word to
 * the peer. To be called in the same turn in which the socket's last bytes were taken.
 * @returns the descriptor, which the caller owns; -1 where there is none
 */
export function takeDescriptor({ calls }: Kernel, socket: Socket): number {
  // Private, but the only way; a Node without it answers with undefined.
  const { fd } = (socket as unknown as { _handle?: { fd?: number } })._handle ?? {};
  if (fd === undefined || fd < 0) return -1;
  const copy = calls.fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) socket.destroy();
  return copy;
}
