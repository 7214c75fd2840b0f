/** Receiving datagrams of one flow: recvmmsg straight into the header slots of the batch. */
import type { Clock } from '../../../clock.ts';
import { type Batch, HEADER_BYTES } from '../../../wire/batch.ts';
import type { Calls } from '../kernel/calls.ts';
import {
  EAGAIN,
  EINTR,
  MSG_DONTWAIT,
  MSG_TRUNC,
  MSG_WAITFORONE,
  SO_TIMESTAMPNS,
  SOL_SOCKET,
} from '../kernel/constants.ts';
import type { KernelClock } from '../kernel/kernel-clock.ts';
import { CMSGHDR, MMSGHDR, MSGHDR } from '../kernel/layout.ts';
import { CONTROL_ROOM, type ReceiveTable } from '../kernel/tables.ts';

/** With MSG_TRUNC the kernel tells the true length of what it cuts off. */
const LOOK = MSG_DONTWAIT | MSG_TRUNC;
/** Sleeps until the first has come, or the socket's time is up. */
const SLEEP = MSG_WAITFORONE | MSG_TRUNC;
const MOST_TOGETHER = 64;

export class DatagramReceiver {
  readonly #calls: Calls;
  readonly #fd: number;
  readonly #flow: number;
  readonly #clock: Clock;
  readonly #kernelClock: KernelClock | undefined;
  /** When datagrams were received last: before the call that comes next. */
  #seen: number;
  /** What has not been received yet came after this: all that was there before has been taken. */
  #since: number;
  #error = 0;

  /** @param kernelClock of kernel timestamps; without, the time of arrival is that of receiving */
  constructor(calls: Calls, fd: number, flow: number, clock: Clock, kernelClock: KernelClock | undefined) {
    this.#calls = calls;
    this.#fd = fd;
    this.#flow = flow;
    this.#clock = clock;
    this.#kernelClock = kernelClock;
    this.#seen = clock();
    this.#since = this.#seen;
  }

  /** Of what was sent before, told since the last call; 0: none. */
  error(): number {
    const errno = this.#error;
    this.#error = 0;
    return errno;
  }

  /** Appends what has arrived to the batch. @returns whether more may be waiting */
  receive(batch: Batch, table: ReceiveTable, sleep = false): boolean {
    const first = batch.count;
    const most = Math.min(batch.capacity - first, MOST_TOGETHER);
    if (most <= 0) return true;
    const headers = table.headers.at(first * MMSGHDR.size, most * MMSGHDR.size);
    const got = this.#calls.recvmmsg(this.#fd, headers, most, sleep ? SLEEP : LOOK, 0);
    if (got <= 0) {
      // Nothing there, or an ICMP error of what was sent before, which the next send will not tell again.
      const errno = got === 0 ? 0 : this.#calls.errno();
      if (errno !== EAGAIN && errno !== EINTR && errno !== 0) this.#error = errno;
      return false;
    }
    const now = this.#clock();
    this.#kernelClock?.check(now);
    const { view } = table.headers;
    for (let entry = first; entry < first + got; entry++) {
      const length = view.getUint32(entry * MMSGHDR.size + MMSGHDR.length, true);
      batch.flow[entry] = this.#flow;
      batch.length[entry] = length;
      const at = this.#arrival(table, entry, now);
      // A time of now is nobody's stamp.
      if (at < now) batch.arrived(entry, at, now - at, 0);
      else batch.arrived(entry, now, Number.NaN, now - this.#since);
      if (length < HEADER_BYTES)
        batch.headers.fill(0, entry * HEADER_BYTES + length, (entry + 1) * HEADER_BYTES);
    }
    batch.count = first + got;
    if (got < most) this.#since = this.#seen;
    this.#seen = now;
    return got === most;
  }

  /** The kernel's time of arrival, where it gave one that can be true. */
  #arrival(table: ReceiveTable, entry: number, now: number): number {
    if (this.#kernelClock === undefined) return now;
    const header = entry * MMSGHDR.size;
    const at = entry * CONTROL_ROOM;
    const { view } = table.control;
    const length = table.headers.view.getUint32(header + MSGHDR.controlLength, true);
    table.rearm(entry);
    if (!isStamp(view, at, length)) return now;
    return this.#kernelClock.between(view, at + STAMP_AT, this.#since, now);
  }
}

/** Where the time stands in a control message of one. */
export const STAMP_AT = CMSGHDR.size;

/** Whether `length` control bytes at `at` are a time of arrival. */
export const isStamp = (view: DataView, at: number, length: number): boolean =>
  length >= CONTROL_ROOM &&
  view.getInt32(at + CMSGHDR.type, true) === SO_TIMESTAMPNS &&
  view.getInt32(at + CMSGHDR.level, true) === SOL_SOCKET;
