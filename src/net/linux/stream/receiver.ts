/** Receiving over one TCP connection: messages of one size of which the header is kept, or bytes that are only counted. */

import type { Clock } from '../../../clock.ts';
import { type Batch, copyHeader, HEADER_BYTES } from '../../../wire/batch.ts';
import type { AnswerTaker } from '../../port.ts';
import { EAGAIN, EINTR, MSG_DONTWAIT, MSG_TRUNC } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Memory } from '../kernel/memory.ts';

/** How the bytes of a flow make messages: see FlowOptions. */
export interface Framing {
  readonly size: number;
  readonly handshake?: boolean | undefined;
  readonly discard?: boolean | undefined;
  readonly oneWay?: boolean | undefined;
  readonly answers?: AnswerTaker | undefined;
}

/** Bytes of one read into the shared buffer. */
const READ = 256 * 1024;
/** Bytes of one read that the kernel throws away (MSG_TRUNC): nothing is copied. */
const DISCARD = 4 * 1024 * 1024;
/** Padding from this length on is thrown away by the kernel. */
const LONG = 16 * 1024;
/** Reads of one flow at one go. */
const MOST_READS = 16;

/** One buffer for all flows of a port: each is read and parsed in one go. */
export class ReadBuffer {
  readonly memory: Memory;
  /** The same memory as words, for copying headers that stand on a word. */
  readonly words: Int32Array;

  constructor(kernel: Kernel) {
    this.memory = kernel.memory(READ);
    this.words = new Int32Array(this.memory.bytes.buffer, this.memory.bytes.byteOffset, READ / 4);
  }
}

/** `more`: may be waiting. `empty`: nothing now. `ended`: see {@link StreamReceiver.errno}. */
export type Outcome = 'more' | 'empty' | 'ended';

export class StreamReceiver {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #buffer: ReadBuffer;
  readonly #fd: number;
  readonly #flow: number;
  readonly #size: number;
  readonly #discard: boolean;
  readonly #answers: AnswerTaker | undefined;
  #handshake: boolean;
  /** Length of the message under way, and how much of it has come; its head, where it came in pieces. */
  #length: number;
  #got = 0;
  #head: Buffer | undefined;
  /** Bytes that were read before this flow began. */
  #rest: Uint8Array | undefined;
  /** Payload bytes; a handshake is none. */
  bytes = 0;
  /** The same as they were read, whether they made whole messages or not. */
  read = 0;
  errno: number | null = null;
  /**
   * Read until the kernel says that there is nothing, however short the reads: the peer has closed, or may have closed
   * before anyone looked. Otherwise a short read says it, as epoll(7) promises.
   */
  closing = true;

  constructor(kernel: Kernel, clock: Clock, buffer: ReadBuffer, fd: number, flow: number, framing: Framing) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#buffer = buffer;
    this.#fd = fd;
    this.#flow = flow;
    this.#size = framing.size;
    this.#discard = framing.discard === true;
    this.#answers = framing.answers;
    this.#handshake = framing.handshake === true;
    this.#length = this.#handshake ? HEADER_BYTES : framing.size;
  }

  /** Bytes that someone else had read before. */
  begin(rest: Uint8Array): void {
    if (rest.length > 0) this.#rest = rest;
  }

  /** Appends what has arrived to the batch. */
  receive(batch: Batch): Outcome {
    for (let read = 0; read < MOST_READS; read++) {
      const room = batch.capacity - batch.count;
      if (room <= 0) return 'more';
      const asked = this.#asks(room);
      const got = this.#rest === undefined ? this.#read(asked) : this.#takeRest(asked);
      if (got < 0) {
        this.closing = false;
        return this.errno === null ? 'empty' : 'ended';
      }
      if (got === 0) return 'ended';
      if (!this.#handshake) this.read += got;
      if (this.#answers !== undefined) this.#whole(batch, this.#answers, got);
      else if (this.#counting) this.bytes += got;
      else if (this.#cutting) this.#cut(batch, got);
      else this.#parse(batch, got);
      if (got < asked && !this.closing && this.#rest === undefined) return 'empty';
    }
    return 'more';
  }

  #whole(batch: Batch, answers: AnswerTaker, got: number): void {
    answers.take(this.#flow, this.#buffer.memory.bytes.subarray(0, got), this.#clock());
    this.bytes += got;
    batch.streamed += got;
  }

  get #counting(): boolean {
    return this.#discard && !this.#handshake;
  }

  /** In the padding of a long message. */
  get #cutting(): boolean {
    return this.#got >= HEADER_BYTES && this.#length >= LONG;
  }

  /** Bytes to ask for, so that what comes fits `room` entries. */
  #asks(room: number): number {
    if (this.#answers !== undefined) return READ;
    if (this.#counting) return DISCARD;
    if (this.#cutting) return this.#length - this.#got;
    // Of a long message the header alone; during the handshake too, because what follows may only be counted.
    if (this.#length >= LONG || this.#handshake) return Math.min(this.#length, HEADER_BYTES) - this.#got;
    return Math.min(READ, room * this.#size - this.#got);
  }

  #read(asked: number): number {
    const { calls } = this.#kernel;
    const thrown = this.#counting || this.#cutting;
    const flags = thrown ? MSG_DONTWAIT | MSG_TRUNC : MSG_DONTWAIT;
    for (;;) {
      // With MSG_TRUNC nothing is written, so the address only has to be one.
      const got = calls.recv(this.#fd, this.#buffer.memory.at(0, thrown ? 0 : asked), asked, flags);
      if (got >= 0) return got;
      const errno = calls.errno();
      if (errno === EINTR) continue;
      if (errno !== EAGAIN) this.errno = errno;
      return -1;
    }
  }

  #takeRest(asked: number): number {
    const rest = this.#rest!;
    const taken = Math.min(asked, rest.length);
    if (!this.#counting && !this.#cutting) this.#buffer.memory.bytes.set(rest.subarray(0, taken));
    this.#rest = taken < rest.length ? rest.subarray(taken) : undefined;
    return taken;
  }

  /** The kernel threw away `got` bytes of the padding. */
  #cut(batch: Batch, got: number): void {
    this.#got += got;
    if (this.#got === this.#length) this.#deliver(batch, this.#head!, 0, this.#clock());
  }

  #parse(batch: Batch, length: number): void {
    const now = this.#clock();
    const { bytes } = this.#buffer.memory;
    let at = 0;
    while (at < length) {
      if (this.#got === 0 && length - at >= this.#length) {
        const from = at;
        at += this.#length;
        this.#deliver(batch, bytes, from, now);
      } else at += this.#part(batch, at, length, now);
    }
  }

  /** A message that comes in pieces. @returns how many bytes of it were taken */
  #part(batch: Batch, at: number, length: number, now: number): number {
    const taken = Math.min(this.#length - this.#got, length - at);
    if (this.#got < HEADER_BYTES) {
      this.#head ??= Buffer.alloc(HEADER_BYTES);
      const { bytes } = this.#buffer.memory;
      bytes.copy(this.#head, this.#got, at, Math.min(at + taken, at + HEADER_BYTES - this.#got));
    }
    this.#got += taken;
    if (this.#got === this.#length) this.#deliver(batch, this.#head!, 0, now);
    return taken;
  }

  #deliver(batch: Batch, source: Buffer, from: number, now: number): void {
    const entry = batch.count++;
    if (from % 4 === 0 && source === this.#buffer.memory.bytes)
      copyHeader(batch, entry, this.#buffer.words, from / 4);
    else source.copy(batch.headers, entry * HEADER_BYTES, from, from + HEADER_BYTES);
    batch.flow[entry] = this.#flow;
    batch.length[entry] = this.#length;
    batch.time[entry] = now;
    if (this.#handshake) this.#handshake = false;
    else this.bytes += this.#length;
    this.#got = 0;
    this.#length = this.#size;
  }
}
