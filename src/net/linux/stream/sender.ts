/** Sending messages over one TCP connection: several in one call, at most one of them partly sent. */
import type { Clock } from '../../../clock.ts';
import { type Batch, BLOCKED, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../../wire/batch.ts';
import type { UnsentBound } from '../../unsent.ts';
import { EAGAIN, EINTR, MSG_DONTWAIT, MSG_NOSIGNAL } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { IOVEC, MSGHDR } from '../kernel/layout.ts';
import type { Memory } from '../kernel/memory.ts';
import { type Padding, type SendTable, writeIovec } from '../kernel/tables.ts';

const FLAGS = MSG_DONTWAIT | MSG_NOSIGNAL;
/** Entries of one call: two iovecs each, and the kernel takes 1,024. */
const MOST_TOGETHER = 256;

/** What the flows of a port share. A rest is sent from here, so it need not stay in a batch. */
export class StreamShare {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly padding: Padding;
  readonly #head: Memory;
  readonly #vectors: Memory;
  readonly #header: Memory;

  constructor(kernel: Kernel, clock: Clock, padding: Padding) {
    this.kernel = kernel;
    this.clock = clock;
    this.padding = padding;
    this.#head = kernel.memory(HEADER_BYTES);
    this.#vectors = kernel.memory(2 * IOVEC.size);
    this.#header = kernel.memory(MSGHDR.size);
    this.#header.point(MSGHDR.iov, this.#vectors, 0, 2 * IOVEC.size);
    this.#header.size(MSGHDR.iovLength, 2);
  }

  /** Sends bytes `[done, length)` of a message. @returns bytes sent, or -1 (see errno) */
  sendRest(fd: number, head: Uint8Array, done: number, length: number): number {
    this.#head.bytes.set(head);
    const headDone = Math.min(done, HEADER_BYTES);
    writeIovec(this.#vectors, 0, this.#head, headDone, HEADER_BYTES - headDone);
    writeIovec(this.#vectors, IOVEC.size, this.padding.memory, 0, length - Math.max(done, HEADER_BYTES));
    return this.kernel.calls.sendmsg(fd, this.#header.at(0, MSGHDR.size), FLAGS);
  }
}

export class StreamSender {
  readonly #share: StreamShare;
  readonly #fd: number;
  readonly #unsent: UnsentBound | undefined;
  /** A message that was sent in part: its head, how much left, how much there is. */
  #head: Uint8Array | undefined;
  #done = 0;
  #length = 0;
  /** The kernel took no more; `unblock` when it does again. */
  blocked = false;

  /** @param unsent follows what the socket takes */
  constructor(share: StreamShare, fd: number, unsent?: UnsentBound) {
    this.#share = share;
    this.#fd = fd;
    this.#unsent = unsent;
  }

  /** The socket is writable again: the rest goes first. */
  unblock(): void {
    this.blocked = false;
    while (this.#done < this.#length) {
      const sent = this.#share.sendRest(this.#fd, this.#head!, this.#done, this.#length);
      if (sent >= 0) {
        this.#done += sent;
        this.#unsent?.took(sent, this.#share.clock());
      } else if (this.#share.kernel.calls.errno() !== EINTR) {
        this.blocked = true;
        return;
      }
    }
  }

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

  /** Entries of one length, in one call. @returns the first entry that was not tried */
  #some(batch: Batch, table: SendTable, from: number, to: number): number {
    const length = batch.length[from]!;
    const most = Math.min(to, from + MOST_TOGETHER);
    const now = this.#share.clock();
    let end = from;
    for (; end < most && batch.length[end] === length; end++) {
      table.ready(end, length);
      batch.time[end] = now;
      if (batch.stampAt !== NO_STAMP) writeTime(batch.view, end * HEADER_BYTES + batch.stampAt, now);
    }
    const { calls } = this.#share.kernel;
    const sent =
      length === HEADER_BYTES
        ? calls.send(this.#fd, table.slots(from, end - from), (end - from) * HEADER_BYTES, FLAGS)
        : calls.sendmsg(this.#fd, table.joined(from, end - from), FLAGS);
    if (sent < 0) return this.#failed(batch, from, to, calls.errno());
    this.#unsent?.took(sent, now);
    return this.#took(batch, from, end, sent, length);
  }

  #took(batch: Batch, from: number, end: number, sent: number, length: number): number {
    const whole = from + Math.floor(sent / length);
    batch.status.fill(SENT, from, whole);
    if (whole === end) return end;
    this.blocked = true;
    const done = sent % length;
    if (done === 0) return whole;
    // Part of it is on its way, so it counts as sent; the rest follows before anything else.
    this.#head ??= new Uint8Array(HEADER_BYTES);
    this.#head.set(batch.headers.subarray(whole * HEADER_BYTES, (whole + 1) * HEADER_BYTES));
    this.#done = done;
    this.#length = length;
    batch.status[whole] = SENT;
    return whole + 1;
  }

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
