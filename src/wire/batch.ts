/**
 * A batch of probes, as ports send and receive them: preallocated columns, no object for each packet.
 *
 * Only the 64-byte header of a probe is kept; the rest of a probe is padding that ports supply and discard.
 * A TCP message and a UDP datagram look the same here: ports of stream flows do the framing
 * (every probe of a run has the same size).
 */

/** Bytes of the probe header; also the smallest probe. */
export const HEADER_BYTES = 64;

const HEADER_WORDS = HEADER_BYTES / 4;

/** `status` of an entry after `send`: 0 handed to the kernel, positive: the errno that the send call returned. */
export const SENT = 0;
/** `status`: the flow could not take it now; nothing left, offer it again later. */
export const BLOCKED = -1;

/** `stampAt`: ports write no time into the header. */
export const NO_STAMP = -1;

export class Batch {
  readonly capacity: number;
  /** How many entries are filled. */
  count = 0;
  /** How many may be filled now, at most `capacity`: lowered for a turn where a server's limit allows no more. */
  limit: number;
  /** Offset in the header at which a port writes the time of sending (ns since the epoch, u64), or {@link NO_STAMP}. */
  stampAt = NO_STAMP;
  /** `capacity` headers, one after the other. */
  readonly headers: Buffer;
  readonly view: DataView;
  /** The headers as 32-bit words, for {@link copyHeader}. */
  readonly words: Int32Array;
  /** The port's number of the flow that an entry belongs to. */
  readonly flow: Int32Array;
  /** Bytes of the whole probe, header included; less than 64 where a short datagram arrived. */
  readonly length: Int32Array;
  /** Sending: the actual time, written by the port just before the call. Receiving: the time of arrival. ns since the epoch. */
  readonly time: Float64Array;
  /** Receiving: ns that it then lay unread; NaN where nobody stamped it. */
  readonly unread: Float64Array;
  /** Receiving: ns before `time` in which it may have come: nobody knows whether it lay unread. Infinity: any. */
  readonly unsure: Float64Array;
  /** What became of the entry on sending: {@link SENT}, {@link BLOCKED}, or an errno. */
  readonly status: Int32Array;
  /** Receiving: payload bytes read from stream flows in the call, whether they made whole messages or not. */
  streamed = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.limit = capacity;
    // Never from the pool, so it begins on a word.
    this.headers = Buffer.alloc(capacity * HEADER_BYTES);
    this.view = new DataView(this.headers.buffer, this.headers.byteOffset, this.headers.byteLength);
    this.words = new Int32Array(this.headers.buffer, this.headers.byteOffset, capacity * HEADER_WORDS);
    this.flow = new Int32Array(capacity);
    this.length = new Int32Array(capacity);
    this.time = new Float64Array(capacity);
    this.unread = new Float64Array(capacity);
    this.unsure = new Float64Array(capacity);
    this.status = new Int32Array(capacity);
  }

  get full(): boolean {
    return this.count >= this.limit;
  }

  /** It arrived at `time`: see the columns. */
  arrived(entry: number, time: number, unread: number, unsure: number): void {
    this.time[entry] = time;
    this.unread[entry] = unread;
    this.unsure[entry] = unsure;
  }

  clear(): void {
    this.count = 0;
    this.streamed = 0;
  }
}

/** Copies 64 bytes from `source`, beginning at word `from`, to slot `entry`: so few that calling out would cost more. */
export function copyHeader(to: Batch, entry: number, source: Int32Array, from: number): void {
  const { words } = to;
  for (let i = 0, at = entry * HEADER_WORDS; i < HEADER_WORDS; i++) words[at + i] = source[from + i]!;
}

/** Writes a time (ns, a non-negative integer below 2⁵³ after rounding) as u64, big-endian. */
export function writeTime(view: DataView, offset: number, time: number): void {
  const whole = time > 0 ? Math.floor(time) : 0;
  view.setUint32(offset, Math.floor(whole / 2 ** 32));
  view.setUint32(offset + 4, whole >>> 0);
}

/** Reads a u64, big-endian; above 2⁵³ the low bits are lost, which only a forged header can show. */
export function readTime(view: DataView, offset: number): number {
  return view.getUint32(offset) * 2 ** 32 + view.getUint32(offset + 4);
}
