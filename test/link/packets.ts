/** Builds IP packets for the link's tests. */
import { writeTime } from '../../src/wire/batch.ts';
import { FLAG_WARMUP, TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';

export const TOKEN = { high: 0x01020304, low: 0x05060708 };

export interface ProbeShape {
  readonly flow?: number;
  readonly number?: number;
  readonly warmup?: boolean;
  readonly type?: number;
  readonly size?: number;
  readonly version?: 4 | 6;
  readonly port?: number;
  /** The low half of the session's token. */
  readonly session?: number;
}

/** A UDP datagram with a probe's header. */
export function probePacket(shape: ProbeShape = {}): Buffer {
  const { flow = 0, number = 0, warmup = false, type = TYPE_PROBE, size = 64, port = 40_000 } = shape;
  const token = { ...TOKEN, low: shape.session ?? TOKEN.low };
  const packet = headed(shape.version ?? 4, 17, 8 + size);
  const at = packet.length - 8 - size;
  packet.writeUInt16BE(port + flow, at);
  packet.writeUInt16BE(5000, at + 2);
  packet.writeUInt16BE(8 + size, at + 4);
  writeProbe(viewOf(packet), at + 8, type, warmup ? FLAG_WARMUP : 0, flow, token, number);
  return packet;
}

/** Gives a probe in IPv4 another number. */
export const renumber = (packet: Buffer, number: number): void => writeTime(viewOf(packet), 28 + 16, number);

export interface SegmentShape {
  readonly seq: number;
  readonly length?: number;
  readonly flags?: number;
  readonly port?: number;
}

export function segment({ seq, length = 0, flags = 16, port = 50_000 }: SegmentShape): Buffer {
  const packet = headed(4, 6, 20 + length);
  packet.writeUInt16BE(port, 20);
  packet.writeUInt16BE(5000, 22);
  packet.writeUInt32BE(seq >>> 0, 24);
  packet.writeUInt32BE(1, 28);
  packet.writeUInt8(5 << 4, 32);
  packet.writeUInt8(flags, 33);
  return packet;
}

export function ip(version: 4 | 6, protocol: number, body: Buffer): Buffer {
  const packet = headed(version, protocol, body.length);
  packet.set(body, packet.length - body.length);
  return packet;
}

/** The header of IP, and room for `length` bytes behind it. */
function headed(version: 4 | 6, protocol: number, length: number): Buffer {
  if (version === 4) {
    const packet = Buffer.alloc(20 + length);
    packet.writeUInt8(0x45, 0);
    packet.writeUInt16BE(20 + length, 2);
    packet.writeUInt8(protocol, 9);
    packet.writeUInt32BE(0x0a4d0002, 12);
    packet.writeUInt32BE(0x0a4d0001, 16);
    return packet;
  }
  const packet = Buffer.alloc(40 + length);
  packet.writeUInt8(0x60, 0);
  packet.writeUInt16BE(length, 4);
  packet.writeUInt8(protocol, 6);
  packet.set([0xfd, 0x77], 8);
  packet.writeUInt8(2, 23);
  packet.set([0xfd, 0x77], 24);
  packet.writeUInt8(1, 39);
  return packet;
}

export const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A UDP probe as IPv4 fragments of `most` bytes of payload each (a multiple of 8). */
export function fragmentsOf(whole: Buffer, identification: number, most: number): Buffer[] {
  const body = whole.subarray(20);
  return Array.from({ length: Math.ceil(body.length / most) }, (_, index) => {
    const part = body.subarray(index * most, (index + 1) * most);
    const packet = Buffer.concat([whole.subarray(0, 20), part]);
    packet.writeUInt16BE(packet.length, 2);
    packet.writeUInt16BE(identification, 4);
    const more = (index + 1) * most < body.length ? 0x2000 : 0;
    packet.writeUInt16BE(more | ((index * most) / 8), 6);
    return packet;
  });
}
