/**
 * Packets that the queues of this network namespace dropped, by interface, as the queues themselves count them: rtnetlink(7),
 * RTM_GETQDISC. IP learns of a packet only what became of it at once: not that a managed queue (fq_codel) dropped it later,
 * nor that it dropped pieces of a super-datagram.
 */
import { MSG_DONTWAIT, SOCK_CLOEXEC } from './constants.ts';
import type { Kernel } from './kernel.ts';
import type { Memory } from './memory.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const RTM_NEWQDISC = 36;
const RTM_GETQDISC = 38;
/** NLM_F_REQUEST and NLM_F_DUMP: of all interfaces. */
const DUMP = 0x301;
const NLMSG_DONE = 3;
/** `struct nlmsghdr`, then `struct tcmsg`. */
const HEADER = { size: 16, type: 4, flags: 6 } as const;
const QUEUE = { size: 20, interface: 4, parent: 12 } as const;
/** The queue by which packets leave an interface; those below it are counted in it. */
const TC_H_ROOT = 0xffffffff;
const TCA_STATS2 = 7;
const TCA_STATS_QUEUE = 3;
/** In `struct gnet_stats_queue`. */
const DROPS = 8;
const ROOM = 64 * 1024;
/** Of a dump; a machine with thousands of interfaces is not asked to its end. */
const MOST_READS = 256;

/** By the number of the interface; null where the kernel does not tell. */
export function queueDrops(kernel: Kernel): Map<number, number> | null {
  const { calls } = kernel;
  const fd = calls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) return null;
  try {
    const memory = kernel.memory(ROOM);
    const length = writeRequest(memory.view);
    if (calls.send(fd, memory.at(0, length), length, 0) !== length) return null;
    const drops = new Map<number, number>();
    for (let reads = 0; reads < MOST_READS; reads++) {
      const got = calls.recv(fd, memory.at(0, ROOM), ROOM, MSG_DONTWAIT);
      if (got <= 0) return null;
      if (readQueues(memory, got, drops)) return drops;
    }
    return null;
  } finally {
    calls.close(fd);
  }
}

/** @returns its length */
export function writeRequest(view: DataView): number {
  const length = HEADER.size + QUEUE.size;
  for (let at = 0; at < length; at += 4) view.setUint32(at, 0, true);
  view.setUint32(0, length, true);
  view.setUint16(HEADER.type, RTM_GETQDISC, true);
  view.setUint16(HEADER.flags, DUMP, true);
  return length;
}

/** Takes what one read gave. @returns whether that was the end of the answer */
export function readQueues(
  { view }: Pick<Memory, 'view'>,
  length: number,
  drops: Map<number, number>,
): boolean {
  for (let at = 0; at + HEADER.size <= length; ) {
    const size = view.getUint32(at, true);
    const type = view.getUint16(at + HEADER.type, true);
    // An error is an end, too.
    if (type !== RTM_NEWQDISC) return type <= NLMSG_DONE;
    const body = at + HEADER.size;
    if (view.getUint32(body + QUEUE.parent, true) === TC_H_ROOT) {
      const stats = attribute(view, body + QUEUE.size, at + size, TCA_STATS2);
      const queue = stats && attribute(view, stats.from, stats.to, TCA_STATS_QUEUE);
      if (queue !== undefined)
        drops.set(view.getUint32(body + QUEUE.interface, true), view.getUint32(queue.from + DROPS, true));
    }
    at += aligned(Math.max(HEADER.size, size));
  }
  return false;
}

/** Where the value of the attribute stands; undefined where there is none. */
function attribute(
  view: DataView,
  from: number,
  end: number,
  wanted: number,
): { readonly from: number; readonly to: number } | undefined {
  for (let at = from; at + 4 <= end; ) {
    const size = view.getUint16(at, true);
    if (size < 4) return undefined;
    // The two highest bits say how it is written.
    if ((view.getUint16(at + 2, true) & 0x3fff) === wanted) return { from: at + 4, to: at + size };
    at += aligned(size);
  }
  return undefined;
}

const aligned = (size: number): number => (size + 3) & ~3;
