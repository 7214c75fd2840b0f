/**
 * Frames of a control connection: "SC", version, zero, length (u32, big-endian), then that many bytes of JSON.
 * The first two bytes tell a control connection from a probe ("SB") and from people's text.
 */
import { type JsonBounds, MOST_DEPTH, parseJson } from '../json-bounds.ts';

export const CONTROL_MAGIC = 0x5343;
export const FRAME_HEAD_BYTES = 8;

/** A ledger of as many flows as there can be has half a million values. */
const BOUNDS: JsonBounds = { depth: MOST_DEPTH, values: 2 ** 20 };

export function encodeFrame(message: object, version: number): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + body.length);
  frame.writeUInt16BE(CONTROL_MAGIC, 0);
  frame.writeUInt8(version, 2);
  frame.writeUInt8(0, 3);
  frame.writeUInt32BE(body.length, 4);
  body.copy(frame, FRAME_HEAD_BYTES);
  return frame;
}

export type FrameError = 'magic' | 'too-long' | 'json';

/** Takes bytes as they come and gives whole frames; never holds more than one frame's bound. */
export class FrameReader {
  readonly #limit: number;
  #held: Buffer = Buffer.alloc(0);
  /** Why the stream cannot be read any further. */
  error: FrameError | undefined;

  /** @param limit largest body, in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns the parsed bodies that `chunk` completed; after an error, none. */
  push(chunk: Buffer): unknown[] {
    const bodies: unknown[] = [];
    if (this.error !== undefined) return bodies;
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let at = 0;
    while (this.#held.length - at >= FRAME_HEAD_BYTES) {
      const length = this.#held.readUInt32BE(at + 4);
      if (this.#held.readUInt16BE(at) !== CONTROL_MAGIC) return this.#fail('magic', bodies);
      if (length > this.#limit) return this.#fail('too-long', bodies);
      if (this.#held.length - at - FRAME_HEAD_BYTES < length) break;
      const body = this.#held.toString('utf8', at + FRAME_HEAD_BYTES, at + FRAME_HEAD_BYTES + length);
      at += FRAME_HEAD_BYTES + length;
      try {
        bodies.push(parseJson(body, BOUNDS));
      } catch {
        return this.#fail('json', bodies);
      }
    }
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#held = Buffer.from(this.#held.subarray(at));
    return bodies;
  }

  #fail(error: FrameError, bodies: unknown[]): unknown[] {
    this.error = error;
    this.#held = Buffer.alloc(0);
    return bodies;
  }
}
