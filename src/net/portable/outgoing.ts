/**
 * Bytes on their way out: headers from a batch, followed by padding, in a buffer that is used again and again for as
 * long as the kernel takes everything at once. A buffer that was left with Node is given up.
 */
import { type Batch, HEADER_BYTES } from '../../wire/batch.ts';

const BLOCK = 64 * 1024;

export class Outgoing {
  readonly size: number;
  /** Probes that fit. */
  readonly room: number;
  #buffer: Buffer;
  /** What is written for exactly one probe, the usual case. */
  #single: Buffer;

  constructor(size: number) {
    this.size = size;
    this.room = Math.max(1, Math.floor(BLOCK / size));
    this.#buffer = Buffer.alloc(size);
    this.#single = this.#buffer;
  }

  /** Entries `[from, to)` of `batch`, at most `room` of them, each as long as `size`. */
  fill(batch: Batch, from: number, to: number): Buffer {
    const needed = (to - from) * this.size;
    if (this.#buffer.length < needed) this.#renew(Math.min(this.room * this.size, needed * 2));
    for (let i = from, at = 0; i < to; i++, at += this.size)
      batch.headers.copy(this.#buffer, at, i * HEADER_BYTES, (i + 1) * HEADER_BYTES);
    return to - from === 1 ? this.#single : this.#buffer.subarray(0, needed);
  }

  /** The last filled buffer was not sent at once and stays with Node. */
  giveUp(): void {
    this.#renew(this.#buffer.length);
  }

  #renew(length: number): void {
    this.#buffer = Buffer.alloc(length);
    this.#single = this.#buffer.subarray(0, this.size);
  }
}

/** One {@link Outgoing} for each size of probe that a port sends. */
export class OutgoingPool {
  readonly #bySize = new Map<number, Outgoing>();

  of(size: number): Outgoing {
    let outgoing = this.#bySize.get(size);
    if (outgoing === undefined) {
      outgoing = new Outgoing(size);
      this.#bySize.set(size, outgoing);
    }
    return outgoing;
  }
}
