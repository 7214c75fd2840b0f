/** What streams are read into, and the kernel's time of arrival beside it. */
import { SO_TIMESTAMPNS, SOL_SOCKET } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelClock } from '../kernel/kernel-clock.ts';
import { CMSGHDR, IOVEC, MSGHDR } from '../kernel/layout.ts';
import type { Memory } from '../kernel/memory.ts';
import { CONTROL_ROOM } from '../kernel/tables.ts';

/** Bytes of one read. */
export const READ = 256 * 1024;

/** One buffer for all flows of a port: each is read and parsed in one go. */
export class ReadBuffer {
  readonly memory: Memory;
  /** The same memory as words, for copying headers that stand on a word. */
  readonly words: Int32Array;
  readonly #message: Memory;
  readonly #vector: Memory;
  readonly #control: Memory;

  constructor(kernel: Kernel) {
    this.memory = kernel.memory(READ);
    this.#vector = kernel.memory(IOVEC.size);
    this.#control = kernel.memory(CONTROL_ROOM);
    this.#message = kernel.memory(MSGHDR.size);
    this.#vector.point(IOVEC.base, this.memory, 0, READ);
    this.#message.point(MSGHDR.iov, this.#vector, 0, IOVEC.size);
    this.#message.size(MSGHDR.iovLength, 1);
    this.#message.point(MSGHDR.control, this.#control, 0, CONTROL_ROOM);
    this.words = new Int32Array(this.memory.bytes.buffer, this.memory.bytes.byteOffset, READ / 4);
  }

  /** A header for recvmsg of at most `length` bytes into the memory, with room for a time of arrival. */
  header(length: number): number {
    this.#vector.size(IOVEC.length, Math.min(length, READ));
    this.#message.size(MSGHDR.controlLength, CONTROL_ROOM);
    return this.#message.at(0, MSGHDR.size);
  }

  /** Of the last byte that the last such call read, between the two times; `high` where the kernel did not tell. */
  arrival(clock: KernelClock, low: number, high: number): number {
    const { view } = this.#control;
    if (
      this.#message.view.getUint32(MSGHDR.controlLength, true) < CONTROL_ROOM ||
      view.getInt32(CMSGHDR.type, true) !== SO_TIMESTAMPNS ||
      view.getInt32(CMSGHDR.level, true) !== SOL_SOCKET
    )
      return high;
    return clock.between(view, CMSGHDR.size, low, high);
  }
}
