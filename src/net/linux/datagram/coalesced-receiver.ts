/**
 * Receiving a flood: with UDP_GRO one call brings up to 128 datagrams that arrived in a row and are equally long (the last
 * may be shorter). The iovecs lay each header into its slot of the batch and the padding into one sink.
 */
import type { Clock } from '../../../clock.ts';
import { Batch, HEADER_BYTES } from '../../../wire/batch.ts';
import { MSG_DONTWAIT, MSG_TRUNC, SOL_UDP, UDP_GRO } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { CMSGHDR, IOVEC, MSGHDR } from '../kernel/layout.ts';
import type { Memory } from '../kernel/memory.ts';
import { writeIovec } from '../kernel/tables.ts';

const FLAGS = MSG_DONTWAIT | MSG_TRUNC;
/** UDP_MAX_SEGMENTS of kernels since 6.9; 64 before. */
const MOST_SEGMENTS = 128;
const CONTROL_ROOM = 64;
/** Share of super-datagrams that may be shorter, such as the last of a stream, for the count of drops to be told. */
const ODD = 0.002;
/** So many calls at one go, so that other flows get their turn. */
const MOST_CALLS = 16;

export class CoalescedReceiver {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #fd: number;
  readonly #size: number;
  readonly #staged = new Batch(MOST_SEGMENTS);
  readonly #vectors: Memory;
  readonly #header: Memory;
  readonly #control: Memory;
  /** Datagrams already copied out of the stage. */
  #taken = 0;
  /** The longest super-datagram, how many were as long, and how many there were. */
  #most = 0;
  #full = 0;
  #supers = 0;

  constructor(kernel: Kernel, clock: Clock, fd: number, size: number) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#fd = fd;
    this.#size = size;
    const slots = kernel.memory(this.#staged.headers);
    this.#vectors = kernel.memory(MOST_SEGMENTS * 2 * IOVEC.size);
    this.#header = kernel.memory(MSGHDR.size);
    this.#control = kernel.memory(CONTROL_ROOM);
    const sink = kernel.memory(Math.max(1, size - HEADER_BYTES));
    let vectors = 0;
    for (let i = 0; i < MOST_SEGMENTS; i++) {
      writeIovec(this.#vectors, vectors++ * IOVEC.size, slots, i * HEADER_BYTES, HEADER_BYTES);
      if (size > HEADER_BYTES)
        writeIovec(this.#vectors, vectors++ * IOVEC.size, sink, 0, size - HEADER_BYTES);
    }
    this.#header.point(MSGHDR.iov, this.#vectors, 0, vectors * IOVEC.size);
    this.#header.size(MSGHDR.iovLength, vectors);
    this.#header.point(MSGHDR.control, this.#control, 0, CONTROL_ROOM);
  }

  /** Appends what has arrived to the batch. @returns whether more may be waiting */
  receive(batch: Batch, flow: number): boolean {
    for (let call = 0; call < MOST_CALLS; call++) {
      if (!this.#unload(batch)) return true;
      if (!this.#load(flow)) return false;
    }
    this.#unload(batch);
    return true;
  }

  /**
   * The kernel counts a dropped super-datagram once. Where all but a few had the same number of datagrams, so had the
   * dropped ones, to that share.
   * @returns datagrams dropped; null where that cannot be known
   */
  drops(counted: number): number | null {
    if (counted === 0 || this.#most <= 1) return counted;
    return this.#supers - this.#full > this.#supers * ODD ? null : counted * this.#most;
  }

  /** @returns false where the batch is full and datagrams remain */
  #unload(batch: Batch): boolean {
    const staged = this.#staged;
    const count = Math.min(staged.count - this.#taken, batch.capacity - batch.count);
    if (count > 0) {
      const from = this.#taken;
      const to = batch.count;
      const words = HEADER_BYTES / 4;
      batch.words.set(staged.words.subarray(from * words, (from + count) * words), to * words);
      for (let i = 0; i < count; i++) {
        batch.flow[to + i] = staged.flow[from + i]!;
        batch.length[to + i] = staged.length[from + i]!;
        batch.arrived(to + i, staged.time[from + i]!, Number.NaN, Number.POSITIVE_INFINITY);
      }
      batch.count += count;
      this.#taken += count;
    }
    return this.#taken === staged.count;
  }

  /** @returns false where nothing had arrived */
  #load(flow: number): boolean {
    const { calls } = this.#kernel;
    this.#header.size(MSGHDR.controlLength, CONTROL_ROOM);
    const total = calls.recvmsg(this.#fd, this.#header.at(0, MSGHDR.size), FLAGS);
    if (total < 0) return false;
    const now = this.#clock();
    const segment = this.#segmentBytes() || total;
    const count = Math.max(1, Math.min(MOST_SEGMENTS, Math.ceil(total / segment)));
    const staged = this.#staged;
    for (let i = 0; i < count; i++) {
      staged.flow[i] = flow;
      staged.length[i] = i < count - 1 ? segment : total - (count - 1) * segment;
      staged.time[i] = now;
    }
    // Headers of another size than expected are not where they belong: those after the first are not known.
    if (segment !== this.#size && count > 1) staged.headers.fill(0, HEADER_BYTES, count * HEADER_BYTES);
    const last = staged.length[count - 1]!;
    if (last < HEADER_BYTES) {
      const at = (count - 1) * HEADER_BYTES;
      staged.headers.fill(0, at + last, at + HEADER_BYTES);
    }
    staged.count = count;
    this.#taken = 0;
    this.#observe(count);
    return true;
  }

  #observe(count: number): void {
    this.#supers++;
    if (count > this.#most) {
      this.#most = count;
      this.#full = 0;
    }
    if (count === this.#most) this.#full++;
  }

  #segmentBytes(): number {
    const length = this.#header.view.getUint32(MSGHDR.controlLength, true);
    const { view } = this.#control;
    for (let at = 0; at + CMSGHDR.size + 4 <= length; ) {
      const bytes = view.getUint32(at + CMSGHDR.length, true);
      if (
        view.getInt32(at + CMSGHDR.level, true) === SOL_UDP &&
        view.getInt32(at + CMSGHDR.type, true) === UDP_GRO
      )
        return view.getInt32(at + CMSGHDR.size, true);
      if (bytes < CMSGHDR.size) return 0;
      at += (bytes + 7) & ~7;
    }
    return 0;
  }
}
