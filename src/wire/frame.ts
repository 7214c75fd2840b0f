/**
 * Frames of a control connection: "SC", version, zero, length (u32, big-endian), then that many bytes of JSON.
 * What tells a control connection from a flow ("SB") and from people's text is in caller.ts.
 */
import { MOST_DEPTH, parseJson } from '../json-bounds.ts';

export const CONTROL_MAGIC = 0x5343;
export const FRAME_HEAD_BYTES = 8;

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

const NOTHING = Buffer.alloc(0);

export type FrameError = 'magic' | 'too-long' | 'json';

/** Takes bytes as they come and gives whole frames; never holds more than one frame's bound and what came with its end. */
export class FrameReader {
  readonly #limit: number;
  readonly #values: number;
  /** `#size` bytes of it are held. */
  #held: Buffer = NOTHING;
  #size = 0;
  /** Bytes that must be there before anything more can be told. */
  #needed = FRAME_HEAD_BYTES;
  /** Why the stream cannot be read any further. */
  error: FrameError | undefined;

  /** @param limit largest body, in bytes; @param values in one body, those inside others included */
  constructor(limit: number, values: number) {
    this.#limit = limit;
    this.#values = values;
  }

  /** @returns the parsed bodies that `chunk` completed; after an error, none. */
  push(chunk: Buffer): unknown[] {
    const bodies: unknown[] = [];
    if (this.error !== undefined) return bodies;
    const bytes = this.#size === 0 ? chunk : this.#append(chunk);
    if (bytes.length < this.#needed && this.#size > 0) return bodies;
    let at = 0;
    while (bytes.length - at >= FRAME_HEAD_BYTES) {
      const length = bytes.readUInt32BE(at + 4);
      if (bytes.readUInt16BE(at) !== CONTROL_MAGIC) return this.#fail('magic', bodies);
      if (length > this.#limit) return this.#fail('too-long', bodies);
      const body = at + FRAME_HEAD_BYTES;
      if (bytes.length - body < length) break;
      try {
        const text = bytes.toString('utf8', body, body + length);
        bodies.push(parseJson(text, { depth: MOST_DEPTH, values: this.#values }));
      } catch {
        return this.#fail('json', bodies);
      }
      at = body + length;
    }
    this.#hold(bytes.subarray(at));
    return bodies;
  }

  /** In a buffer that doubles: a frame that comes byte by byte is copied a few times, not once for each byte. */
  #append(chunk: Buffer): Buffer {
    const size = this.#size + chunk.length;
    if (this.#held.length < size) {
      const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#held.length));
      this.#held.copy(larger, 0, 0, this.#size);
      this.#held = larger;
    }
    chunk.copy(this.#held, this.#size);
    this.#size = size;
    return this.#held.subarray(0, size);
  }

  /** A copy, so that a small rest does not keep a large chunk alive. */
  #hold(rest: Buffer): void {
    this.#held = rest.length === 0 ? NOTHING : Buffer.from(rest);
    this.#size = rest.length;
    const headed = rest.length >= FRAME_HEAD_BYTES;
    this.#needed = FRAME_HEAD_BYTES + (headed ? rest.readUInt32BE(4) : 0);
  }

  #fail(error: FrameError, bodies: unknown[]): unknown[] {
    this.error = error;
    this.#held = NOTHING;
    this.#size = 0;
    return bodies;
  }
}
