/** Tries to make a TUN device; run under `unshare`. Status 0: it works. */
import { closeSync, openSync } from 'node:fs';

/** _IOW('T', 202, int); the same on all of Linux's 64-bit architectures that Node runs on. */
const TUNSETIFF = 0x4004_54ca;
const IFF_TUN = 1;
const IFF_NO_PI = 0x1000;

try {
  const { default: koffi } = await import('koffi');
  const ioctl = koffi.load('libc.so.6').func('int ioctl(int fd, unsigned long request, void *argument)');
  const descriptor = openSync('/dev/net/tun', 'r+');
  // struct ifreq: 16 bytes of name, then flags.
  const request = Buffer.alloc(40);
  request.write('doctor%d', 0);
  request.writeUInt16LE(IFF_TUN | IFF_NO_PI, 16);
  const outcome: unknown = ioctl(descriptor, TUNSETIFF, request);
  const errno = koffi.errno();
  closeSync(descriptor);
  if (outcome !== 0) throw new Error(`TUNSETIFF: errno ${errno}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
