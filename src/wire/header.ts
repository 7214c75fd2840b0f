/**
 * The probe header: 64 bytes, big-endian, the same for TCP messages and UDP datagrams in both directions.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | magic |
 * | 2 | 1 | version (high half) and type (low half) |
 * | 3 | 1 | flags; in an answer, the upper five bits say how much earlier than told the probe may have come (see `writeDoubt`) |
 * | 4 | 4 | flow |
 * | 8 | 8 | session token |
 * | 16 | 8 | probe number, from 0 in each flow (warm-up counts by itself) |
 * | 24 | 8 | sender's actual time, ns since its epoch |
 * | 32 | 8 | server's own sequence number in this flow |
 * | 40 | 8 | server receive time, ns since the server's epoch |
 * | 48 | 8 | server transmit time, ns since the server's epoch |
 * | 56 | 8 | MAC when a key is set, else zero |
 */
import { readTime, writeTime } from './batch.ts';

/** "SB". A control connection begins with "SC" (see frame.ts); what tells the callers apart is in caller.ts. */
export const PROBE_MAGIC = 0x5342;
export const PROTOCOL_VERSION = 1;

export const TYPE_PROBE = 0;
/** Opens a flow: sent (over UDP again and again) until it is answered; counted nowhere. */
export const TYPE_OPEN = 1;
export const TYPE_OPENED = 2;

export const FLAG_WARMUP = 1;
/** The probe started at the server (one-way mode down); otherwise it started at the client. */
export const FLAG_DOWN = 2;
/** The server's answer to a probe. */
export const FLAG_ANSWER = 4;

const DOUBT_SHIFT = 3;
const FLAGS = (1 << DOUBT_SHIFT) - 1;
const MOST_DOUBT = 31;
/** ns: less is nobody's worry. */
const LEAST_DOUBT = 1e5;

export const OFFSET_FLAGS = 3;
export const OFFSET_TIME = 24;
export const OFFSET_SEQUENCE = 32;
export const OFFSET_RECEIVED = 40;
export const OFFSET_TRANSMITTED = 48;
export const OFFSET_MAC = 56;

/** A session token: two 32-bit halves, so that comparing it allocates nothing. */
export interface Token {
  readonly high: number;
  readonly low: number;
}

/** A header in clear, for tests, handshakes and logs; the hot paths read and write single fields. */
export interface Header {
  readonly type: number;
  readonly flags: number;
  readonly flow: number;
  readonly token: Token;
  readonly number: number;
  readonly time: number;
  readonly sequence: number;
  readonly received: number;
  readonly transmitted: number;
}

/** Writes a whole header at `at`; the MAC is left zero. */
export function writeHeader(view: DataView, at: number, header: Header): void {
  writeProbe(view, at, header.type, header.flags, header.flow, header.token, header.number);
  writeTime(view, at + OFFSET_TIME, header.time);
  writeTime(view, at + OFFSET_SEQUENCE, header.sequence);
  writeTime(view, at + OFFSET_RECEIVED, header.received);
  writeTime(view, at + OFFSET_TRANSMITTED, header.transmitted);
}

/** Writes the fields that a sender sets and zeroes the rest; times are stamped by the port. */
export function writeProbe(
  view: DataView,
  at: number,
  type: number,
  flags: number,
  flow: number,
  token: Token,
  number: number,
): void {
  view.setUint16(at, PROBE_MAGIC);
  view.setUint8(at + 2, (PROTOCOL_VERSION << 4) | type);
  view.setUint8(at + OFFSET_FLAGS, flags);
  view.setUint32(at + 4, flow);
  view.setUint32(at + 8, token.high);
  view.setUint32(at + 12, token.low);
  writeTime(view, at + 16, number);
  for (let offset = at + OFFSET_TIME; offset < at + 64; offset += 4) view.setUint32(offset, 0);
}

/** Type of the header at `at`, or -1 where magic or version is not ours. At least 64 bytes must be readable. */
export function readType(view: DataView, at: number): number {
  if (view.getUint16(at) !== PROBE_MAGIC) return -1;
  const byte = view.getUint8(at + 2);
  return byte >> 4 === PROTOCOL_VERSION ? byte & 15 : -1;
}

/** Whether it is what a server of ours sends. */
export const isAnswer = (view: DataView, at = 0): boolean =>
  readType(view, at) !== -1 && (readFlags(view, at) & (FLAG_ANSWER | FLAG_DOWN)) !== 0;

export const readFlags = (view: DataView, at: number): number => view.getUint8(at + OFFSET_FLAGS);

/**
 * Whoever reads several messages at once cannot tell when each came: up to `doubt` ns before the time that is told. Told in
 * steps of √2, rounded up; 0 where it is less than 0.1 ms, or not finite (then the whole session says so).
 */
export function writeDoubt(view: DataView, at: number, doubt: number): void {
  let told = 0;
  if (doubt >= LEAST_DOUBT && Number.isFinite(doubt))
    told = Math.min(MOST_DOUBT, Math.max(1, Math.ceil(2 * Math.log2(doubt / LEAST_DOUBT))));
  view.setUint8(at + OFFSET_FLAGS, (readFlags(view, at) & FLAGS) | (told << DOUBT_SHIFT));
}

/** ns; Infinity: any time. */
export function readDoubt(view: DataView, at: number): number {
  const told = readFlags(view, at) >> DOUBT_SHIFT;
  if (told === 0) return 0;
  return told === MOST_DOUBT ? Number.POSITIVE_INFINITY : LEAST_DOUBT * 2 ** (told / 2);
}
export const readFlow = (view: DataView, at: number): number => view.getUint32(at + 4);
export const readNumber = (view: DataView, at: number): number => readTime(view, at + 16);

export function hasToken(view: DataView, at: number, token: Token): boolean {
  return view.getUint32(at + 8) === token.high && view.getUint32(at + 12) === token.low;
}

export const readToken = (view: DataView, at: number): Token => ({
  high: view.getUint32(at + 8),
  low: view.getUint32(at + 12),
});

/** Reads a whole header, or undefined where magic or version is not ours. At least 64 bytes must be readable. */
export function readHeader(view: DataView, at: number): Header | undefined {
  const type = readType(view, at);
  if (type === -1) return undefined;
  return {
    type,
    flags: readFlags(view, at),
    flow: readFlow(view, at),
    token: readToken(view, at),
    number: readNumber(view, at),
    time: readTime(view, at + OFFSET_TIME),
    sequence: readTime(view, at + OFFSET_SEQUENCE),
    received: readTime(view, at + OFFSET_RECEIVED),
    transmitted: readTime(view, at + OFFSET_TRANSMITTED),
  };
}

/** Sixteen hexadecimal digits, as a token travels in control messages. */
export const tokenToHex = (token: Token): string =>
  token.high.toString(16).padStart(8, '0') + token.low.toString(16).padStart(8, '0');

export const tokenFromHex = (hex: string): Token => ({
  high: Number.parseInt(hex.slice(0, 8), 16),
  low: Number.parseInt(hex.slice(8, 16), 16),
});
