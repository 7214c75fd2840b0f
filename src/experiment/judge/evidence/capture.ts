/** The packets of a trial from the lab's two files: the fates, one a line, and the capture with the bytes. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parseJson } from '../../../json-bounds.ts';
import { Packet } from '../../../link/packet/packet.ts';
import { type FateRecord, FateRecordSchema } from '../../../result/impairment.ts';
import type { SeenPacket } from './seen.ts';

const ENHANCED_PACKET = 6;
const HEAD = 28;
const LINE_BOUNDS = { depth: 8, values: 100 };

/** Packets beyond that are left out: a flood says nothing new with each of them. */
const MOST = 200_000;

export function readCapture(fates: string, pcap: string): SeenPacket[] {
  const records = readFileSync(fates, 'utf8')
    .split('\n', MOST)
    .filter(Boolean)
    .map((line) => v.parse(FateRecordSchema, parseJson(line, LINE_BOUNDS)));
  const bytes = capturedPackets(readFileSync(pcap));
  const start = Math.min(...records.map(({ time }) => time));
  return records
    .map((record, at) => seen(record, bytes[at] ?? Buffer.alloc(0), start))
    .sort((a, b) => a.time - b.time || a.index - b.index);
}

/** The bytes of each packet of a pcapng file, in its order: blocks of type and length (draft-ietf-opsawg-pcapng). */
function capturedPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 12 <= file.length && packets.length < MOST; ) {
    const length = file.readUInt32LE(at + 4);
    if (length < 12) break;
    if (file.readUInt32LE(at) === ENHANCED_PACKET) {
      const captured = file.readUInt32LE(at + 20);
      packets.push(file.subarray(at + HEAD, at + HEAD + captured));
    }
    at += length;
  }
  return packets;
}

function seen(record: FateRecord, bytes: Buffer, start: number): SeenPacket {
  const packet = new Packet();
  packet.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  const payload =
    packet.payloadLength === 0 ? bytes.subarray(0, 0) : bytes.subarray(bytes.length - packet.payloadLength);
  const { deliveredAt } = record;
  return {
    ...record,
    time: record.time - start,
    ...(deliveredAt !== undefined && { deliveredAt: deliveredAt - start }),
    payload,
  };
}
