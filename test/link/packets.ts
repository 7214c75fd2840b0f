/** Builds IP packets for the link's tests. */
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
  const payload = Buffer.alloc(size);
  const view = new DataView(payload.buffer, payload.byteOffset, size);
  writeProbe(view, 0, type, warmup ? FLAG_WARMUP : 0, flow, token, number);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(port + flow, 0);
  udp.writeUInt16BE(5000, 2);
  udp.writeUInt16BE(8 + size, 4);
  return ip(shape.version ?? 4, 17, Buffer.concat([udp, payload]));
}

export interface SegmentShape {
  readonly seq: number;
  readonly length?: number;
  readonly flags?: number;
  readonly port?: number;
}

export function segment({ seq, length = 0, flags = 16, port = 50_000 }: SegmentShape): Buffer {
  const tcp = Buffer.alloc(20 + length);
  tcp.writeUInt16BE(port, 0);
  tcp.writeUInt16BE(5000, 2);
  tcp.writeUInt32BE(seq >>> 0, 4);
  tcp.writeUInt32BE(1, 8);
  tcp.writeUInt8(5 << 4, 12);
  tcp.writeUInt8(flags, 13);
  return ip(4, 6, tcp);
}

export function ip(version: 4 | 6, protocol: number, body: Buffer): Buffer {
  if (version === 4) {
    const head = Buffer.alloc(20);
    head.writeUInt8(0x45, 0);
    head.writeUInt16BE(20 + body.length, 2);
    head.writeUInt8(protocol, 9);
    head.set([10, 77, 0, 2], 12);
    head.set([10, 77, 0, 1], 16);
    return Buffer.concat([head, body]);
  }
  const head = Buffer.alloc(40);
  head.writeUInt8(0x60, 0);
  head.writeUInt16BE(body.length, 4);
  head.writeUInt8(protocol, 6);
  head.set([0xfd, 0x77], 8);
  head.writeUInt8(2, 23);
  head.set([0xfd, 0x77], 24);
  head.writeUInt8(1, 39);
  return Buffer.concat([head, body]);
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
