/**
 * Messages of one size over a byte stream, of which only the first 64 bytes are kept.
 * After a handshake the first message is a bare header; on a discarding flow what follows is only counted.
 */
import { HEADER_BYTES } from '../../wire/batch.ts';

export type Deliver = (source: Uint8Array, from: number, to: number, length: number, time: number) => void;

export class Framer {
  readonly #size: number;
  readonly #discard: boolean;
  readonly #deliver: Deliver;
  /** Length of the message under way. */
  #length: number;
  #handshake: boolean;
  /** Bytes of the message under way that have come; its head is kept in `#head` where it came in pieces. */
  #got = 0;
  #head: Buffer | undefined;
  /** Payload bytes; a handshake is none. */
  bytes = 0;

  constructor(size: number, handshake: boolean, discard: boolean, deliver: Deliver) {
    this.#size = size;
    this.#handshake = handshake;
    this.#length = handshake ? HEADER_BYTES : size;
    this.#discard = discard;
    this.#deliver = deliver;
  }

  /** Takes the first `length` bytes of `chunk`, which arrived at `time`. @returns how many of them are payload */
  push(chunk: Uint8Array, length: number, time: number): number {
    let at = 0;
    let opening = 0;
    while (at < length) {
      if (this.#discard && !this.#handshake) {
        this.bytes += length - at;
        break;
      }
      if (this.#handshake) opening = Math.min(length, at + this.#length - this.#got);
      if (this.#got === 0 && length - at >= this.#length) {
        const from = at;
        at += this.#length;
        this.#finish(chunk, from, time);
      } else at += this.#part(chunk, at, length, time);
    }
    return length - opening;
  }

  /** A message that came in pieces. @returns how many bytes of it were taken */
  #part(chunk: Uint8Array, at: number, length: number, time: number): number {
    const taken = Math.min(this.#length - this.#got, length - at);
    if (this.#got < HEADER_BYTES) {
      this.#head ??= Buffer.allocUnsafeSlow(HEADER_BYTES);
      (chunk as Buffer).copy(this.#head, this.#got, at, Math.min(at + taken, at + HEADER_BYTES - this.#got));
    }
    this.#got += taken;
    if (this.#got === this.#length) this.#finish(this.#head!, 0, time);
    return taken;
  }

  #finish(source: Uint8Array, at: number, time: number): void {
    const length = this.#length;
    this.#got = 0;
    this.#length = this.#size;
    if (this.#handshake) this.#handshake = false;
    else this.bytes += length;
    this.#deliver(source, at, at + HEADER_BYTES, length, time);
  }
}
