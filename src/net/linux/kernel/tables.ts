/**
 * The tables that send and receive calls read: iovec and mmsghdr entries over the header slots of a batch. They are
 * written once for each batch; the hot path only passes addresses into them.
 */
import { type Batch, HEADER_BYTES } from '../../../wire/batch.ts';
import type { Kernel } from './kernel.ts';
import { CMSGHDR, IOVEC, MMSGHDR, MSGHDR, TIMESPEC } from './layout.ts';
import type { Memory } from './memory.ts';

/** Control bytes for each received message: one timestamp. */
export const CONTROL_ROOM = CMSGHDR.size + TIMESPEC.size;

/** Zeros that follow every header on its way out, for all flows of a port; grows to the longest probe. */
export class Padding {
  readonly #kernel: Kernel;
  memory: Memory;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.memory = kernel.memory(2048);
  }

  /** Room for probes of `size` bytes. Tables that were made before notice by the changed memory. */
  reserve(size: number): void {
    if (this.memory.bytes.length < size) this.memory = this.#kernel.memory(size);
  }
}

export function writeIovec(table: Memory, at: number, target: Memory, from: number, length: number): void {
  table.point(at + IOVEC.base, target, from, length);
  table.size(at + IOVEC.length, length);
}

/** Two iovecs for each entry: its header slot, and padding. */
export class SendTable {
  /** What the padding was when this was made. */
  readonly padding: Memory;
  readonly #slots: Memory;
  readonly #vectors: Memory;
  readonly #headers: Memory;
  /** A message over several entries: a segmented datagram, or a piece of a stream. */
  readonly #joined: Memory;
  readonly #lengths: Int32Array;

  constructor(kernel: Kernel, batch: Batch, padding: Memory) {
    const { capacity } = batch;
    this.padding = padding;
    this.#slots = kernel.memory(batch.headers);
    this.#vectors = kernel.memory(capacity * 2 * IOVEC.size);
    this.#headers = kernel.memory(capacity * MMSGHDR.size);
    this.#joined = kernel.memory(MSGHDR.size);
    this.#lengths = new Int32Array(capacity).fill(-1);
    for (let i = 0; i < capacity; i++) {
      writeIovec(this.#vectors, i * 2 * IOVEC.size, this.#slots, i * HEADER_BYTES, HEADER_BYTES);
      const header = i * MMSGHDR.size;
      this.#headers.point(header + MSGHDR.iov, this.#vectors, i * 2 * IOVEC.size, 2 * IOVEC.size);
    }
  }

  /** Makes entry `entry` ready to be sent with `length` bytes. */
  ready(entry: number, length: number): void {
    if (this.#lengths[entry] === length) return;
    this.#lengths[entry] = length;
    const vector = entry * 2 * IOVEC.size;
    this.#vectors.size(vector + IOVEC.length, Math.min(length, HEADER_BYTES));
    const padding = Math.max(0, length - HEADER_BYTES);
    writeIovec(this.#vectors, vector + IOVEC.size, this.padding, 0, padding);
    this.#headers.size(entry * MMSGHDR.size + MSGHDR.iovLength, padding > 0 ? 2 : 1);
  }

  /** Address of the header slots `[from, from + count)`, for entries without padding. */
  slots(from: number, count: number): number {
    return this.#slots.at(from * HEADER_BYTES, count * HEADER_BYTES);
  }

  /** Address of the mmsghdr entries `[from, from + count)`, of which each is one message. */
  headers(from: number, count: number): number {
    return this.#headers.at(from * MMSGHDR.size, count * MMSGHDR.size);
  }

  /** Address of one msghdr over the entries `[from, from + count)`, which are longer than their headers. */
  joined(from: number, count: number): number {
    const length = count * 2 * IOVEC.size;
    this.#joined.point(MSGHDR.iov, this.#vectors, from * 2 * IOVEC.size, length);
    this.#joined.size(MSGHDR.iovLength, count * 2);
    return this.#joined.at(0, MSGHDR.size);
  }
}

/** One iovec for each entry: its header slot; the rest of a datagram is cut off by the kernel. */
export class ReceiveTable {
  readonly control: Memory;
  readonly headers: Memory;
  readonly slots: Memory;
  readonly #vectors: Memory;
  readonly #controlled: boolean;

  constructor(kernel: Kernel, batch: Batch, timestamps: boolean) {
    const { capacity } = batch;
    this.slots = kernel.memory(batch.headers);
    this.#vectors = kernel.memory(capacity * IOVEC.size);
    this.headers = kernel.memory(capacity * MMSGHDR.size);
    this.control = kernel.memory(capacity * CONTROL_ROOM);
    this.#controlled = timestamps;
    for (let i = 0; i < capacity; i++) {
      writeIovec(this.#vectors, i * IOVEC.size, this.slots, i * HEADER_BYTES, HEADER_BYTES);
      const header = i * MMSGHDR.size;
      this.headers.point(header + MSGHDR.iov, this.#vectors, i * IOVEC.size, IOVEC.size);
      this.headers.size(header + MSGHDR.iovLength, 1);
      this.headers.point(header + MSGHDR.control, this.control, i * CONTROL_ROOM, CONTROL_ROOM);
      this.rearm(i);
    }
  }

  /** The kernel writes over the length of the control bytes. */
  rearm(entry: number): void {
    if (this.#controlled) this.headers.size(entry * MMSGHDR.size + MSGHDR.controlLength, CONTROL_ROOM);
  }
}
