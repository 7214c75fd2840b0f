/**
 * A capture that Wireshark opens (pcapng, draft-ietf-opsawg-pcapng): raw IP packets as they came to the link, with
 * nanosecond times and the fate of each in its comment.
 */
import type { FateRecord } from '../../result/impairment.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const LINKTYPE_RAW = 101;
const OPTION_END = 0;
const OPTION_COMMENT = 1;
const OPTION_RESOLUTION = 9;
const NANOSECONDS = 9;

/** What a file begins with: one section, one interface of raw IP. */
export function pcapngHead(): Buffer {
  const section = Buffer.alloc(16);
  section.writeUInt32LE(0x1a2b3c4d, 0);
  section.writeUInt16LE(1, 4);
  section.writeBigInt64LE(-1n, 8);
  const description = Buffer.alloc(8);
  description.writeUInt16LE(LINKTYPE_RAW, 0);
  const options = Buffer.concat([option(OPTION_RESOLUTION, Buffer.of(NANOSECONDS)), option(OPTION_END)]);
  return Buffer.concat([
    block(SECTION_HEADER, section),
    block(INTERFACE_DESCRIPTION, Buffer.concat([description, options])),
  ]);
}

/** @param epoch ns since 1970 at the record's time zero */
export function pcapngPacket(record: FateRecord, bytes: Uint8Array, epoch: bigint): Buffer {
  const time = epoch + BigInt(Math.round(record.time));
  const head = Buffer.alloc(20);
  head.writeUInt32LE(Number(time >> 32n), 4);
  head.writeUInt32LE(Number(time & 0xffffffffn), 8);
  head.writeUInt32LE(bytes.length, 12);
  head.writeUInt32LE(bytes.length, 16);
  const comment = Buffer.from(fateComment(record), 'utf8');
  return block(
    ENHANCED_PACKET,
    Buffer.concat([head, padded(bytes), option(OPTION_COMMENT, comment), option(OPTION_END)]),
  );
}

/** One line in English, as in a program's log: `up: lost`, `down: delivered after 10.2 ms, retransmission of #17`. */
export function fateComment(record: FateRecord): string {
  const after =
    record.deliveredAt === undefined
      ? ''
      : ` after ${((record.deliveredAt - record.time) / 1e6).toFixed(3)} ms`;
  const notes = [`${record.direction}: #${record.index} ${record.fate}${after}`];
  if (record.reordered === true) notes.push('overtaken');
  if (record.duplicates !== undefined) notes.push(`${record.duplicates} more delivered`);
  const original = record.tcp?.retransmissionOf;
  if (original !== undefined) notes.push(`retransmission of #${original}`);
  return notes.join(', ');
}

function block(type: number, body: Buffer): Buffer {
  const length = body.length + 12;
  const whole = Buffer.alloc(length);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(length, 4);
  body.copy(whole, 8);
  whole.writeUInt32LE(length, length - 4);
  return whole;
}

function option(code: number, value: Uint8Array = new Uint8Array(0)): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

const padded = (bytes: Uint8Array): Buffer => {
  const whole = Buffer.alloc((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
};
