/** UDP sockets that share a port with those of the same user, and with nobody else's (see net/datagrams/sharing.ts). */
import type { Address } from '../../port.ts';
import { SO_REUSEADDR, SO_REUSEPORT, SOCK_DGRAM, SOL_SOCKET } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LinuxSocket } from '../socket.ts';

/** From now on sockets of this user may be bound to the port of this one, which was bound alone. */
export function letOwnIn(kernel: Kernel, fd: number): void {
  new LinuxSocket(kernel, fd).setInt(SOL_SOCKET, SO_REUSEPORT, 1);
}

/** @returns the descriptor of a socket that is bound beside one that lets it in. @throws SockbenchError */
export function boundBeside(kernel: Kernel, local: Address): number {
  const socket = LinuxSocket.create(kernel, SOCK_DGRAM, local);
  try {
    socket.bind(local, true);
    return socket.fd;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** libuv gives SO_REUSEADDR to each descriptor that it takes over. */
export function keepOthersOut(kernel: Kernel, fd: number): void {
  new LinuxSocket(kernel, fd).setInt(SOL_SOCKET, SO_REUSEADDR, 0);
}
