/** Messages out of a stream of bytes: by a length before each, or by a sign behind each. Pure. */

export interface Frames {
  /** What has come, however it was parted on the way. @returns the messages that are now whole */
  push(bytes: Uint8Array): Uint8Array[];
  /** Bytes that wait for the rest of their message. */
  readonly waiting: number;
}

const LENGTH_BYTES = 4;

/** Four bytes, big-endian, say how long the message behind them is. */
export class LengthFrames implements Frames {
  #held = Buffer.alloc(0);

  get waiting(): number {
    return this.#held.length;
  }

  push(bytes: Uint8Array): Uint8Array[] {
    this.#held = Buffer.concat([this.#held, bytes]);
    const whole: Uint8Array[] = [];
    while (this.#held.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#held.readUInt32BE(0);
      if (this.#held.length < end) break;
      whole.push(this.#held.subarray(LENGTH_BYTES, end));
      this.#held = this.#held.subarray(end);
    }
    return whole;
  }
}

const NEWLINE = 10;

/** A newline ends each message, and stands in none. */
export class LineFrames implements Frames {
  #held = Buffer.alloc(0);

  get waiting(): number {
    return this.#held.length;
  }

  push(bytes: Uint8Array): Uint8Array[] {
    this.#held = Buffer.concat([this.#held, bytes]);
    const whole: Uint8Array[] = [];
    for (let end = this.#held.indexOf(NEWLINE); end !== -1; end = this.#held.indexOf(NEWLINE)) {
      whole.push(this.#held.subarray(0, end));
      this.#held = this.#held.subarray(end + 1);
    }
    return whole;
  }
}

export type Framing = 'length' | 'line';

export const framesOf = (framing: Framing): Frames =>
  framing === 'length' ? new LengthFrames() : new LineFrames();

/** The message as it is sent. */
export function framed(message: Uint8Array, framing: Framing): Buffer {
  if (framing === 'line') return Buffer.concat([message, Buffer.of(NEWLINE)]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(message.length, 0);
  return Buffer.concat([length, message]);
}
