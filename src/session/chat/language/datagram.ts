/**
 * A chat datagram, big-endian. Every one carries the token that its member got over TCP.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | magic "SU" |
 * | 2 | 1 | version |
 * | 3 | 1 | type: 1 join, 2 joined, 3 message, 4 last numbers, 5 contrast |
 * | 4 | 8 | token |
 * | 12 | 4 | who said it (0: the sender of the datagram), or the contrast's run |
 * | 16 | 4 | number of the message, from 1, or of the contrast's line |
 * | 20 | 1 | flags: 1 action |
 * | 21 | … | message: text in UTF-8; last numbers: pairs of 4 bytes, who and number |
 */
import type { Token } from '../../../wire/header.ts';
import { LINE_BYTES } from '../rates/limits.ts';

const MAGIC = 0x5355;
const VERSION = 1;
const HEAD = 21;
const ACTION = 1;
const PAIR = 8;
/** Pairs of one datagram. */
export const MOST_PAIRS = 100;

const TYPES = ['join', 'joined', 'message', 'lasts', 'contrast'] as const;

export interface Pair {
  readonly id: number;
  readonly last: number;
}

export interface Datagram {
  readonly type: (typeof TYPES)[number];
  readonly token: Token;
  readonly id: number;
  readonly number: number;
  readonly action: boolean;
  readonly text: string;
  readonly pairs: readonly Pair[];
}

const EMPTY = { id: 0, number: 0, action: false, text: '', pairs: [] } as const;

/** A datagram with what its type needs; the rest is empty. */
export const datagram = (
  type: Datagram['type'],
  token: Token,
  more: Partial<Omit<Datagram, 'type' | 'token'>> = {},
): Datagram => ({ ...EMPTY, ...more, type, token });

export function encodeDatagram(message: Datagram): Buffer {
  const { type, token, id, number, action, text, pairs } = message;
  const body = Buffer.from(text);
  const bytes = Buffer.alloc(HEAD + body.length + pairs.length * PAIR);
  bytes.writeUInt16BE(MAGIC, 0);
  bytes[2] = VERSION;
  bytes[3] = TYPES.indexOf(type) + 1;
  bytes.writeUInt32BE(token.high, 4);
  bytes.writeUInt32BE(token.low, 8);
  bytes.writeUInt32BE(id, 12);
  bytes.writeUInt32BE(number, 16);
  bytes[20] = action ? ACTION : 0;
  body.copy(bytes, HEAD);
  for (const [i, pair] of pairs.entries()) {
    bytes.writeUInt32BE(pair.id, HEAD + body.length + i * PAIR);
    bytes.writeUInt32BE(pair.last, HEAD + body.length + i * PAIR + 4);
  }
  return bytes;
}

/** @returns undefined where the bytes are no datagram of a chat */
export function decodeDatagram(bytes: Buffer): Datagram | undefined {
  if (bytes.length < HEAD || bytes.readUInt16BE(0) !== MAGIC || bytes[2] !== VERSION) return undefined;
  const type = TYPES[bytes[3]! - 1];
  if (type === undefined) return undefined;
  const token = { high: bytes.readUInt32BE(4), low: bytes.readUInt32BE(8) };
  const head = {
    id: bytes.readUInt32BE(12),
    number: bytes.readUInt32BE(16),
    action: (bytes[20]! & ACTION) !== 0,
  };
  const body = bytes.subarray(HEAD);
  if (type === 'lasts') {
    if (body.length % PAIR !== 0 || body.length > MOST_PAIRS * PAIR) return undefined;
    const pairs = Array.from({ length: body.length / PAIR }, (_, i) => ({
      id: body.readUInt32BE(i * PAIR),
      last: body.readUInt32BE(i * PAIR + 4),
    }));
    return datagram(type, token, { ...head, pairs });
  }
  if (body.length > LINE_BYTES) return undefined;
  const text = body.toString('utf8');
  // Invalid UTF-8 would come back as other bytes.
  return Buffer.from(text).equals(body) ? datagram(type, token, { ...head, text }) : undefined;
}
