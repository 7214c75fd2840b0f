/**
 * What has arrived on one TCP connection, also where it waits in the kernel for a segment that was lost.
 *
 * A program reads bytes in their order, so behind a lost segment nothing is read for a round trip or longer, and then all
 * at once, while the path carried as much as ever. The receive memory in use tells whether segments wait (SO_MEMINFO), and
 * the count of segments that came tells how many (`tcpi_data_segs_in`). Where they wait for long, that count has segments
 * in it that came twice: then the memory tells, by what a byte takes of it, which was learnt before.
 */
import {
  IPPROTO_TCP,
  SK_MEMINFO_RMEM_ALLOC,
  SK_MEMINFO_VARS,
  SO_MEMINFO,
  SOL_SOCKET,
  TCP_INFO,
} from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { TCP_INFO_STRUCT } from '../kernel/layout.ts';
import type { LinuxSocket } from '../socket.ts';

const SEGMENTS_ROOM = TCP_INFO_STRUCT.dataSegmentsIn + 4;

/** Segments since nothing waited, among which hardly one came twice; and of how many that wait something is learnt. */
const FRESH = 64;
const ENOUGH = 4;
/** Before anything was learnt: payload of a byte of memory, of an Ethernet packet. */
const SHARE = 1448 / 2304;
/** Segments from which on their mean is what is usual; before, it is the longest one. */
const MANY = 100;

export class ArrivedBytes {
  readonly #kernel: Kernel;
  readonly #socket: LinuxSocket;
  /** When nothing waited last: segments until then, and bytes read. */
  #segments = 0;
  #readThen = 0;
  /** Payload of a byte of memory. */
  #share = SHARE;
  /** Told so far. */
  #told = 0;

  constructor(kernel: Kernel, socket: LinuxSocket) {
    this.#kernel = kernel;
    this.#socket = socket;
  }

  /** So many bytes were read, in all. @returns those that had not been told */
  read(read: number): number {
    const fresh = Math.max(0, read - this.#told);
    this.#told += fresh;
    return fresh;
  }

  /** There was no more to read than these. @returns bytes that have arrived, and were not told */
  look(read: number): number {
    return this.read(read + this.#waiting(read));
  }

  #waiting(read: number): number {
    const memory = this.#u32(SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_VARS * 4, SK_MEMINFO_RMEM_ALLOC * 4);
    const segments = this.#u32(IPPROTO_TCP, TCP_INFO, SEGMENTS_ROOM, TCP_INFO_STRUCT.dataSegmentsIn);
    // Both are of Linux 4.12 or earlier.
    if (memory === null || segments === null) return 0;
    const longest = this.#kernel.scratch.view.getUint32(TCP_INFO_STRUCT.receivedSegment, true);
    if (memory === 0) {
      this.#segments = segments;
      this.#readThen = read;
      return 0;
    }
    const usual = this.#segments < MANY ? longest : this.#readThen / this.#segments;
    const since = segments - this.#segments;
    const counted = Math.max(0, since * usual - (read - this.#readThen));
    if (since > FRESH) return Math.round(memory * this.#share);
    if (counted >= ENOUGH * usual) this.#share = Math.min(1, counted / memory);
    return Math.round(counted);
  }

  #u32(level: number, name: number, room: number, offset: number): number | null {
    const length = this.#socket.get(level, name, room);
    return length < offset + 4 ? null : this.#kernel.scratch.view.getUint32(offset, true);
  }
}
