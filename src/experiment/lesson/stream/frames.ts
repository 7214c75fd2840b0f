/** Messages out of a stream of bytes: by a length before each, or by a sign behind each. Pure. */

const LENGTH_BYTES = 4;
const NEWLINE = 10;

/** Where a message stands in what is held, and where the next one begins; undefined: it is not whole yet. */
type Cut = (
  held: Buffer,
) => { readonly from: number; readonly to: number; readonly next: number } | undefined;

/** Four bytes, big-endian, say how long the message behind them is. */
const byLength: Cut = (held) => {
  if (held.length < LENGTH_BYTES) return undefined;
  const to = LENGTH_BYTES + held.readUInt32BE(0);
  return held.length < to ? undefined : { from: LENGTH_BYTES, to, next: to };
};

/** A newline ends each message, and stands in none. */
const byLine: Cut = (held) => {
  const to = held.indexOf(NEWLINE);
  return to === -1 ? undefined : { from: 0, to, next: to + 1 };
};

export class Frames {
  readonly #cut: Cut;
  #held = Buffer.alloc(0);

  constructor(framing: Framing) {
    this.#cut = framing === 'length' ? byLength : byLine;
  }

  /** Bytes that wait for the rest of their message. */
  get waiting(): number {
    return this.#held.length;
  }

  /** What has come, however it was parted on the way. @returns the messages that are now whole */
  push(bytes: Uint8Array): Uint8Array[] {
    this.#held = Buffer.concat([this.#held, bytes]);
    const whole: Uint8Array[] = [];
    for (let found = this.#cut(this.#held); found !== undefined; found = this.#cut(this.#held)) {
      whole.push(this.#held.subarray(found.from, found.to));
      this.#held = this.#held.subarray(found.next);
    }
    return whole;
  }
}

export type Framing = 'length' | 'line';

/** The message as it is sent. */
export function framed(message: Uint8Array, framing: Framing): Buffer {
  if (framing === 'line') return Buffer.concat([message, Buffer.of(NEWLINE)]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(message.length, 0);
  return Buffer.concat([length, message]);
}
