/** TUN devices: an IP interface whose packets a process reads and writes (Linux, Documentation/networking/tuntap). */
import { closeSync, constants, openSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';
import type { Libc } from './libc.ts';

export const TUN_DEVICE = '/dev/net/tun';
const TUNSETIFF = 0x400454ca;
const IFF_TUN = 1;
const IFF_NO_PI = 0x1000;
const IFREQ_BYTES = 40;
const NAME_BYTES = 16;

/**
 * Makes a TUN interface in the network namespace of the calling thread.
 * @returns its file descriptor, which does not block; one read or write is one IP packet
 * @throws SockbenchError `lab-tun`
 */
export function openTun(libc: Libc, name: string): number {
  let fd: number;
  try {
    fd = openSync(TUN_DEVICE, constants.O_RDWR | constants.O_NONBLOCK);
  } catch (cause) {
    throw new SockbenchError('lab-tun', 'open', { reason: (cause as Error).message }, cause);
  }
  const request = Buffer.alloc(IFREQ_BYTES);
  request.write(name, 0, NAME_BYTES - 1, 'latin1');
  request.writeUInt16LE(IFF_TUN | IFF_NO_PI, NAME_BYTES);
  if (libc.ioctl(fd, TUNSETIFF, request) !== 0) {
    const errno = libc.errno();
    closeSync(fd);
    throw new SockbenchError('lab-tun', 'configure', { reason: `TUNSETIFF failed with errno ${errno}` });
  }
  return fd;
}
