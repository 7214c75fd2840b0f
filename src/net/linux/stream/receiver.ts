/** Receiving over one TCP connection: messages of one size of which the header is kept, or bytes that are only counted. */

import type { Clock } from '../../../clock.ts';
import { type Batch, copyHeader, HEADER_BYTES } from '../../../wire/batch.ts';
import type { AnswerTaker } from '../../port.ts';
import { EAGAIN, EINTR, MSG_DONTWAIT, MSG_TRUNC } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelClock } from '../kernel/kernel-clock.ts';
import { READ, type ReadBuffer } from './read-buffer.ts';
import type { Came, Looks, Stamping } from './stamping.ts';

/** How the bytes of a flow make messages: see FlowOptions. */
export interface Framing {
  readonly size: number;
  readonly handshake?: boolean | undefined;
  readonly discard?: boolean | undefined;
  readonly oneWay?: boolean | undefined;
  readonly answers?: AnswerTaker | undefined;
}

/** Bytes of one read that the kernel throws away (MSG_TRUNC): nothing is copied. */
const DISCARD = 4 * 1024 * 1024;
/** Padding from this length on is thrown away by the kernel. */
const LONG = 16 * 1024;
/** Reads of one flow at one go. */
const MOST_READS = 16;

/** `more`: may be waiting. `empty`: nothing now. `ended`: see {@link StreamReceiver.errno}. */
export type Outcome = 'more' | 'empty' | 'ended';

export class StreamReceiver {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #kernelClock: KernelClock | undefined;
  readonly #looks: Looks | undefined;
  /** What was not read yet came after this. */
  #since: number;
  /** Nothing was left to be read. */
  #drained = true;
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

  /** @param stamping undefined: the kernel is not asked for times of arrival */
  constructor(
    kernel: Kernel,
    clock: Clock,
    stamping: Stamping | undefined,
    buffer: ReadBuffer,
    fd: number,
    flow: number,
    framing: Framing,
  ) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#kernelClock = stamping?.kernelClock;
    this.#looks = stamping?.looks;
    this.#since = clock();
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

  /** What has come is left where it is. */
  waits(): void {
    this.#drained = false;
  }

  /** Appends what has arrived to the batch. */
  receive(batch: Batch): Outcome {
    const outcome = this.#receive(batch);
    this.#drained = outcome === 'empty';
    return outcome;
  }

  #receive(batch: Batch): Outcome {
    for (let read = 0; read < MOST_READS; read++) {
      const room = batch.capacity - batch.count;
      if (room <= 0) return 'more';
      const asked = this.#asks(room);
      const begun = this.#kernelClock === undefined ? 0 : this.#clock();
      const got = this.#rest === undefined ? this.#read(asked) : this.#takeRest(asked);
      if (got < 0) {
        this.#since = begun;
        this.closing = false;
        return this.errno === null ? 'empty' : 'ended';
      }
      if (got === 0) return 'ended';
      if (!this.#handshake) this.read += got;
      if (this.#answers !== undefined) this.#whole(batch, this.#answers, got);
      else if (this.#counting) this.bytes += got;
      else if (this.#cutting) this.#cut(batch, got);
      else this.#parse(batch, got);
      if (got < asked) this.#since = begun;
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
    const stamped = !thrown && this.#kernelClock !== undefined;
    for (;;) {
      // With MSG_TRUNC nothing is written, so the address only has to be one.
      const got = stamped
        ? calls.recvmsg(this.#fd, this.#buffer.header(asked), flags)
        : calls.recv(this.#fd, this.#buffer.memory.at(0, thrown ? 0 : asked), asked, flags);
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
    if (this.#got === this.#length) this.#deliver(batch, this.#head!, 0, this.#came(false));
  }

  /**
   * The kernel merges what waits and tells the time of the last byte alone, and of what waited behind a lost segment when it
   * came, not when it could be read. So its time counts where a read brought a single message that came after the port
   * last looked; else the time of reading does, and how much earlier it may have come.
   * @param single the read brought one whole message
   */
  #came(single: boolean): Came {
    const now = this.#clock();
    if (this.#kernelClock === undefined)
      return { at: now, unread: Number.NaN, unsure: Number.POSITIVE_INFINITY };
    this.#kernelClock.check(now);
    const since = this.#drained ? Math.max(this.#since, this.#looks!.before) : this.#since;
    const at = single ? this.#buffer.arrival(this.#kernelClock, since, now) : now;
    return at < now ? { at, unread: now - at, unsure: 0 } : { at, unread: Number.NaN, unsure: now - since };
  }

  #parse(batch: Batch, length: number): void {
    const came = this.#came(this.#got === 0 && length === this.#length);
    const { bytes } = this.#buffer.memory;
    let at = 0;
    while (at < length) {
      if (this.#got === 0 && length - at >= this.#length) {
        const from = at;
        at += this.#length;
        this.#deliver(batch, bytes, from, came);
      } else at += this.#part(batch, at, length, came);
    }
  }

  /** A message that comes in pieces. @returns how many bytes of it were taken */
  #part(batch: Batch, at: number, length: number, came: Came): number {
    const taken = Math.min(this.#length - this.#got, length - at);
    if (this.#got < HEADER_BYTES) {
      this.#head ??= Buffer.alloc(HEADER_BYTES);
      const { bytes } = this.#buffer.memory;
      bytes.copy(this.#head, this.#got, at, Math.min(at + taken, at + HEADER_BYTES - this.#got));
    }
    this.#got += taken;
    if (this.#got === this.#length) this.#deliver(batch, this.#head!, 0, came);
    return taken;
  }

  #deliver(batch: Batch, source: Buffer, from: number, { at, unread, unsure }: Came): void {
    const entry = batch.count++;
    if (from % 4 === 0 && source === this.#buffer.memory.bytes)
      copyHeader(batch, entry, this.#buffer.words, from / 4);
    else source.copy(batch.headers, entry * HEADER_BYTES, from, from + HEADER_BYTES);
    batch.flow[entry] = this.#flow;
    batch.length[entry] = this.#length;
    batch.arrived(entry, at, unread, unsure);
    if (this.#handshake) this.#handshake = false;
    else this.bytes += this.#length;
    this.#got = 0;
    this.#length = this.#size;
  }
}
