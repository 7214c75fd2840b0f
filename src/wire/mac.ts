/**
 * The MAC of a datagram when a key is set: HMAC-SHA-256 truncated to 8 bytes (RFC 2104 §5, RFC 4868), over the fields
 * that name the probe: type and flags (direction), flow, token and number. Times are outside, because they are
 * stamped at the moment of sending; a replay is refused by the number, which counts once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { OFFSET_MAC } from './header.ts';

const COVERED = 24;
const MAC_BYTES = 8;

export class Mac {
  readonly #key: Uint8Array;

  /** @param key of this session, not the shared key itself */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  #make(view: DataView, at: number): Uint8Array {
    const covered = new Uint8Array(view.buffer, view.byteOffset + at, COVERED);
    return createHmac('sha256', this.#key).update(covered).digest().subarray(0, MAC_BYTES);
  }

  sign(view: DataView, at: number): void {
    new Uint8Array(view.buffer, view.byteOffset + at + OFFSET_MAC, MAC_BYTES).set(this.#make(view, at));
  }

  /** Constant time. */
  holds(view: DataView, at: number): boolean {
    const found = new Uint8Array(view.buffer, view.byteOffset + at + OFFSET_MAC, MAC_BYTES);
    return timingSafeEqual(found, this.#make(view, at));
  }
}
