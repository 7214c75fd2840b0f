/** Receiving datagrams of one flow: recvmmsg straight into the header slots of the batch. */
import type { Clock } from '../../clock.ts';
import { type Batch, HEADER_BYTES } from '../../wire/batch.ts';
import type { Calls } from './calls.ts';
import { MSG_DONTWAIT, MSG_TRUNC, MSG_WAITFORONE, SO_TIMESTAMPNS, SOL_SOCKET } from './constants.ts';
import type { KernelClock } from './kernel-clock.ts';
import { CMSGHDR, MMSGHDR, MSGHDR } from './layout.ts';
import { CONTROL_ROOM, type ReceiveTable } from './tables.ts';

/** With MSG_TRUNC the kernel tells the true length of what it cuts off. */
const LOOK = MSG_DONTWAIT | MSG_TRUNC;
/** Sleeps until the first has come, or the socket's time is up. */
const SLEEP = MSG_WAITFORONE | MSG_TRUNC;
const MOST_TOGETHER = 64;

/** Appends what has arrived to the batch. @returns whether more may be waiting */
export function receiveDatagrams(
  calls: Calls,
  fd: number,
  batch: Batch,
  table: ReceiveTable,
  flow: number,
  clock: Clock,
  kernelClock: KernelClock | undefined,
  sleep = false,
): boolean {
  const first = batch.count;
  const most = Math.min(batch.capacity - first, MOST_TOGETHER);
  if (most <= 0) return true;
  const headers = table.headers.at(first * MMSGHDR.size, most * MMSGHDR.size);
  const got = calls.recvmmsg(fd, headers, most, sleep ? SLEEP : LOOK, 0);
  // Nothing there, or an ICMP error of what was sent before: the next send tells.
  if (got <= 0) return false;
  const now = clock();
  kernelClock?.check(now);
  const { view } = table.headers;
  for (let entry = first; entry < first + got; entry++) {
    const length = view.getUint32(entry * MMSGHDR.size + MMSGHDR.length, true);
    batch.flow[entry] = flow;
    batch.length[entry] = length;
    batch.time[entry] = kernelClock === undefined ? now : arrival(table, entry, kernelClock, now);
    if (length < HEADER_BYTES)
      batch.headers.fill(0, entry * HEADER_BYTES + length, (entry + 1) * HEADER_BYTES);
  }
  batch.count = first + got;
  return got === most;
}

/** The kernel's time of arrival, where it gave one that is not in the future. */
function arrival(table: ReceiveTable, entry: number, kernelClock: KernelClock, now: number): number {
  const header = entry * MMSGHDR.size;
  const at = entry * CONTROL_ROOM;
  const { view } = table.control;
  const length = table.headers.view.getUint32(header + MSGHDR.controlLength, true);
  table.rearm(entry);
  if (
    length < CONTROL_ROOM ||
    view.getInt32(at + CMSGHDR.type, true) !== SO_TIMESTAMPNS ||
    view.getInt32(at + CMSGHDR.level, true) !== SOL_SOCKET
  )
    return now;
  const time = kernelClock.convert(view, at + CMSGHDR.size);
  return time <= now ? time : now;
}
