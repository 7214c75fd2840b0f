/**
 * A packet socket beside a TUN device (packet(7)): it tells when each packet was handed to the device, by the kernel's
 * clock, however late whoever reads the device is. The stamps come in a ring of shared memory, without a call for each.
 */
import { closeSync } from 'node:fs';
import { INTERFACE } from './interface.ts';
import type { Libc } from './libc.ts';

const AF_PACKET = 17;
const SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
const ETH_P_ALL = 0x0003;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const SOL_PACKET = 263;
const PACKET_RX_RING = 5;
const PACKET_VERSION = 10;
const TPACKET_V2 = 1;
const SIOCGIFINDEX = 0x8933;
const IFREQ_INDEX = 16;

/** Bytes of a frame of the ring: the kernel's own 80, and the beginning of the packet. */
export const FRAME_BYTES = 256;
export const FRAMES = 4096;
/** A whole number of pages wherever this runs. */
const BLOCK_BYTES = 65_536;
/** More of a packet does not fit a frame, and is not needed to know it again. */
const SNAP = 176;

/** What leaves by the device; what the link itself writes to it comes in, and is not wanted (bpf(4), `struct sock_filter`). */
const FILTER: readonly (readonly [code: number, jumpTrue: number, jumpFalse: number, value: number])[] = [
  [0x30, 0, 0, 0xfffff004], // the type of the packet
  [0x15, 0, 1, 4], // PACKET_OUTGOING
  [0x06, 0, 0, SNAP],
  [0x06, 0, 0, 0],
];

/**
 * In the network namespace of the calling thread, whose interface is there.
 * @returns its file descriptor; null where the system does not allow it: packets then count from when they were read
 */
export function openTap(libc: Libc): number | null {
  const fd = libc.socket(AF_PACKET, SOCK_DGRAM_CLOEXEC, 0);
  if (fd < 0) return null;
  if (prepare(libc, fd)) return fd;
  closeSync(fd);
  return null;
}

/** Nothing comes before it is bound, so that nothing comes that the filter has not seen. */
function prepare(libc: Libc, fd: number): boolean {
  const set = (level: number, name: number, value: Buffer): boolean =>
    libc.setsockopt(fd, level, name, value, value.length) === 0;
  const ring = Buffer.alloc(16);
  for (const [i, value] of [BLOCK_BYTES, (FRAMES * FRAME_BYTES) / BLOCK_BYTES, FRAME_BYTES, FRAMES].entries())
    ring.writeUInt32LE(value, 4 * i);
  const version = Buffer.alloc(4);
  version.writeUInt32LE(TPACKET_V2);
  const request = Buffer.alloc(40);
  request.write(INTERFACE, 0, 'latin1');
  if (libc.ioctl(fd, SIOCGIFINDEX, request) !== 0) return false;
  const code = filterCode();
  const program = Buffer.alloc(16);
  program.writeUInt16LE(FILTER.length);
  program.writeBigUInt64LE(BigInt(libc.addressOf(code)), 8);
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET);
  address.writeUInt16BE(ETH_P_ALL, 2);
  request.copy(address, 4, IFREQ_INDEX, IFREQ_INDEX + 4);
  return (
    set(SOL_SOCKET, SO_ATTACH_FILTER, program) &&
    set(SOL_PACKET, PACKET_VERSION, version) &&
    set(SOL_PACKET, PACKET_RX_RING, ring) &&
    libc.bind(fd, address, address.length) === 0
  );
}

function filterCode(): Buffer {
  const code = Buffer.alloc(8 * FILTER.length);
  FILTER.forEach(([instruction, jumpTrue, jumpFalse, value], i) => {
    code.writeUInt16LE(instruction, 8 * i);
    code.writeUInt8(jumpTrue, 8 * i + 2);
    code.writeUInt8(jumpFalse, 8 * i + 3);
    code.writeUInt32LE(value, 8 * i + 4);
  });
  return code;
}
