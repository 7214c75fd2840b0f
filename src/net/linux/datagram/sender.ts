/** Sending datagrams of one flow: one call for each, sendmmsg and UDP_SEGMENT for floods. */
import type { Clock } from '../../../clock.ts';
import { type Batch, BLOCKED, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../../wire/batch.ts';
import type { Calls } from '../kernel/calls.ts';
import {
  EAGAIN,
  EINTR,
  EINVAL,
  EIO,
  EMSGSIZE,
  ENOPROTOOPT,
  EOPNOTSUPP,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  SOL_UDP,
  UDP_SEGMENT,
} from '../kernel/constants.ts';
import type { SendTable } from '../kernel/tables.ts';
import type { LinuxSocket } from '../socket.ts';

const FLAGS = MSG_DONTWAIT | MSG_NOSIGNAL;
/**
 * Datagrams of one sendmmsg in a flood: all carry the time before the call, and whoever takes the processor meanwhile
 * makes the rest late for nothing that a stamp would show. A tenth of the time is saved; more together save nothing.
 */
const MOST_TOGETHER = 8;
/** UDP_MAX_SEGMENTS of older kernels; the bytes of all segments fit one IPv6 datagram. */
export const MOST_SEGMENTS = 64;
const MOST_SEGMENT_BYTES = 65_487;
/** What a kernel or device that cannot segment answers. */
const CANNOT_SEGMENT: readonly number[] = [EINVAL, EIO, EMSGSIZE, ENOPROTOOPT, EOPNOTSUPP];

export class DatagramSender {
  readonly #calls: Calls;
  readonly #clock: Clock;
  readonly #fd: number;
  /** Bytes of a segment; others are sent one by one. */
  readonly #size: number;
  /** Segments of one call; 1: not segmented. */
  #segments: number;
  /** Datagrams of one call that are no segments. */
  readonly #together: number;
  /** The kernel took no more; cleared by whoever sees the socket writable. */
  blocked = false;

  constructor(calls: Calls, clock: Clock, socket: LinuxSocket, size: number, flood: boolean) {
    this.#calls = calls;
    this.#clock = clock;
    this.#fd = socket.fd;
    this.#size = size;
    // A power of two divides a driver's batch, so that all super-datagrams are equal: a receiver that drops some knows
    // how many datagrams each had.
    const fitting = Math.min(MOST_SEGMENTS, Math.floor(MOST_SEGMENT_BYTES / size));
    const segments = 2 ** Math.floor(Math.log2(Math.max(1, fitting)));
    this.#together = flood ? MOST_TOGETHER : 1;
    const able = flood && segments > 1 && socket.setInt(SOL_UDP, UDP_SEGMENT, size) === 0;
    this.#segments = able ? segments : 1;
    this.#stopSegmenting = () => socket.setInt(SOL_UDP, UDP_SEGMENT, 0);
  }

  readonly #stopSegmenting: () => void;

  /** Entries `[from, to)` of the batch, all of this flow. */
  send(batch: Batch, table: SendTable, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (this.blocked) {
        batch.status.fill(BLOCKED, at, to);
        return;
      }
      at = this.#some(batch, table, at, to);
    }
  }

  /** @returns the first entry that was not tried */
  #some(batch: Batch, table: SendTable, from: number, to: number): number {
    const segments = this.#segments > 1 ? this.#segmentable(batch, from, to) : 1;
    const end = segments > 1 ? from + segments : Math.min(to, from + this.#together);
    for (let i = from; i < end; i++) table.ready(i, batch.length[i]!);
    // As late as can be: what passes between the stamp and the call would be the network's.
    const now = this.#clock();
    for (let i = from; i < end; i++) {
      batch.time[i] = now;
      if (batch.stampAt !== NO_STAMP) writeTime(batch.view, i * HEADER_BYTES + batch.stampAt, now);
    }
    if (segments > 1) return this.#segmented(batch, table, from, end);
    if (end - from === 1) return this.#single(batch, table, from);
    const sent = this.#calls.sendmmsg(this.#fd, table.headers(from, end - from), end - from, FLAGS);
    if (sent <= 0) return this.#failed(batch, from, from + 1, this.#calls.errno());
    batch.status.fill(SENT, from, from + sent);
    return from + sent;
  }

  #single(batch: Batch, table: SendTable, entry: number): number {
    const calls = this.#calls;
    const sent =
      batch.length[entry] === HEADER_BYTES
        ? calls.send(this.#fd, table.slots(entry, 1), HEADER_BYTES, FLAGS)
        : calls.sendmsg(this.#fd, table.headers(entry, 1), FLAGS);
    if (sent < 0) return this.#failed(batch, entry, entry + 1, calls.errno());
    batch.status[entry] = SENT;
    return entry + 1;
  }

  #segmentable(batch: Batch, from: number, to: number): number {
    const most = Math.min(to - from, this.#segments);
    let count = 0;
    while (count < most && batch.length[from + count] === this.#size) count++;
    return count;
  }

  #segmented(batch: Batch, table: SendTable, from: number, to: number): number {
    const calls = this.#calls;
    const count = to - from;
    const sent =
      this.#size === HEADER_BYTES
        ? calls.send(this.#fd, table.slots(from, count), count * HEADER_BYTES, FLAGS)
        : calls.sendmsg(this.#fd, table.joined(from, count), FLAGS);
    if (sent < 0) {
      const errno = calls.errno();
      if (!CANNOT_SEGMENT.includes(errno)) return this.#failed(batch, from, to, errno);
      this.#segments = 1;
      this.#stopSegmenting();
      return from;
    }
    batch.status.fill(SENT, from, to);
    return to;
  }

  /** A refused send is data. @returns the first entry to go on with */
  #failed(batch: Batch, from: number, to: number, errno: number): number {
    if (errno === EINTR) return from;
    if (errno === EAGAIN) {
      this.blocked = true;
      return from;
    }
    batch.status.fill(errno, from, to);
    return to;
  }
}
