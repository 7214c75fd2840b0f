/** The MTU towards an address as the kernel itself counts: of the route, and of what it has learnt about the path. */
import { familyOf } from './kernel/address.ts';
import { AF_INET6, IP_MTU, IPPROTO_IP, IPPROTO_IPV6, IPV6_MTU, SOCK_DGRAM } from './kernel/constants.ts';
import type { Kernel } from './kernel/kernel.ts';
import { LinuxSocket } from './socket.ts';

/** Any port will do: connecting a datagram socket sends nothing. */
const ANY_PORT = 9;

/** @returns bytes, headers of IP included; null where nothing leads there, or the kernel does not tell */
export function routeMtu(kernel: Kernel, address: string): number | null {
  const remote = { address, port: ANY_PORT };
  const v6 = familyOf(address.split('%')[0]!) === AF_INET6;
  const socket = LinuxSocket.create(kernel, SOCK_DGRAM, remote);
  try {
    if (socket.connect(remote) !== 0) return null;
    const told = v6 ? socket.get(IPPROTO_IPV6, IPV6_MTU, 4) : socket.get(IPPROTO_IP, IP_MTU, 4);
    const mtu = told === 4 ? kernel.scratch.view.getInt32(0, true) : 0;
    return mtu > 0 ? mtu : null;
  } finally {
    socket.close();
  }
}
