/** Receiving datagrams of one flow with all their bytes, one at a time: from a plain echo, whose answers are compared. */
import type { Clock } from '../../../clock.ts';
import type { Batch } from '../../../wire/batch.ts';
import type { AnswerTaker } from '../../port.ts';
import type { FlowHost } from '../flow.ts';
import { EAGAIN, EINTR, MSG_DONTWAIT } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelClock } from '../kernel/kernel-clock.ts';
import { IOVEC, MSGHDR } from '../kernel/layout.ts';
import type { Memory } from '../kernel/memory.ts';
import { CONTROL_ROOM, writeIovec } from '../kernel/tables.ts';
import { isStamp, STAMP_AT } from './receiver.ts';

const LONGEST = 65_535;
const MOST_TOGETHER = 64;

export class WholeReceiver {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #kernelClock: KernelClock | undefined;
  readonly #fd: number;
  readonly #flow: number;
  readonly #answers: AnswerTaker;
  readonly #bytes: Memory;
  readonly #control: Memory;
  readonly #header: Memory;
  #seen: number;
  #error = 0;

  constructor(
    { kernel, clock, stamping }: Pick<FlowHost, 'kernel' | 'clock' | 'stamping'>,
    fd: number,
    flow: number,
    answers: AnswerTaker,
  ) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#kernelClock = stamping?.kernelClock;
    this.#fd = fd;
    this.#flow = flow;
    this.#answers = answers;
    this.#bytes = kernel.memory(LONGEST);
    this.#control = kernel.memory(CONTROL_ROOM);
    this.#header = kernel.memory(MSGHDR.size + IOVEC.size);
    writeIovec(this.#header, MSGHDR.size, this.#bytes, 0, LONGEST);
    this.#header.point(MSGHDR.iov, this.#header, MSGHDR.size, IOVEC.size);
    this.#header.size(MSGHDR.iovLength, 1);
    this.#header.point(MSGHDR.control, this.#control, 0, CONTROL_ROOM);
    this.#seen = clock();
  }

  /** Of what was sent before, told since the last call; 0: none. */
  error(): number {
    const errno = this.#error;
    this.#error = 0;
    return errno;
  }

  /** @returns whether more may be waiting */
  receive(batch: Batch): boolean {
    const { calls } = this.#kernel;
    const since = this.#seen;
    for (let i = 0; i < MOST_TOGETHER; i++) {
      this.#header.size(MSGHDR.controlLength, this.#kernelClock === undefined ? 0 : CONTROL_ROOM);
      const length = calls.recvmsg(this.#fd, this.#header.at(0, MSGHDR.size), MSG_DONTWAIT);
      if (length < 0) {
        const errno = calls.errno();
        if (errno !== EAGAIN && errno !== EINTR) this.#error = errno;
        return false;
      }
      const now = this.#clock();
      this.#kernelClock?.check(now);
      this.#answers.take(this.#flow, this.#bytes.bytes.subarray(0, length), this.#arrival(since, now));
      batch.streamed += length;
      this.#seen = now;
    }
    return true;
  }

  #arrival(since: number, now: number): number {
    const { view } = this.#control;
    const length = this.#header.view.getUint32(MSGHDR.controlLength, true);
    if (this.#kernelClock === undefined || !isStamp(view, 0, length)) return now;
    return this.#kernelClock.between(view, STAMP_AT, since, now);
  }
}
