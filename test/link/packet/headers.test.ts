/** Headers of IP and TCP, whole, cut off and false. */
import { describe, expect, it } from 'vitest';
import { CLASS_OTHER, CLASS_TCP, CLASS_UDP, Packet } from '../../../src/link/packet/packet.ts';
import { ip, probePacket, segment, viewOf } from '../packets.ts';

describe('headers of IP', () => {
  /** In the middle of a larger buffer, as packets stand in a batch. */
  function readInside(bytes: Buffer): Packet {
    const room = Buffer.alloc(bytes.length + 96, 0xff);
    bytes.copy(room, 48);
    const packet = new Packet();
    packet.read(viewOf(room), 48, bytes.length);
    return packet;
  }
  const udp = (size: number): Buffer => {
    const bytes = Buffer.alloc(8 + size);
    bytes.writeUInt16BE(7, 0);
    bytes.writeUInt16BE(9, 2);
    bytes.writeUInt16BE(8 + size, 4);
    return bytes;
  };
  /** An extension header that names the next one, of 8 × (more + 1) bytes. */
  const extension = (next: number, more = 0): Buffer => {
    const bytes = Buffer.alloc(8 * (more + 1), 0xee);
    bytes.writeUInt8(next, 0);
    bytes.writeUInt8(more, 1);
    return bytes;
  };
  const fragment = (next: number, offset: number, id: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt8(next, 0);
    bytes.writeUInt16BE((offset << 3) | 1, 2);
    bytes.writeUInt32BE(id, 4);
    return bytes;
  };

  it('a new packet is nothing yet', () => {
    expect(new Packet()).toMatchObject({
      version: 0,
      protocol: -1,
      kind: CLASS_OTHER,
      laterFragment: false,
      fragment: false,
      probe: false,
      handshake: false,
      warmup: false,
      source: '',
      destination: '',
    });
  });

  it('IPv4 with options, down to an empty datagram', () => {
    const plain = ip(4, 17, udp(0));
    expect(readInside(plain)).toMatchObject({
      kind: CLASS_UDP,
      sourcePort: 7,
      destinationPort: 9,
      payloadLength: 0,
    });
    const longer = Buffer.concat([plain.subarray(0, 20), Buffer.alloc(8, 1), udp(3)]);
    longer.writeUInt8(0x47, 0);
    expect(readInside(longer)).toMatchObject({ sourcePort: 7, payloadLength: 3, transportAt: 48 + 28 });
  });

  it('a header that claims too little or too much is not read', () => {
    const nothing = { protocol: -1, kind: CLASS_OTHER, key: 0, sourcePort: 0 };
    for (const first of [0x44, 0x4f]) {
      const bytes = ip(4, 17, udp(0));
      bytes.writeUInt8(first, 0);
      expect(readInside(bytes)).toMatchObject({ version: 4, ...nothing });
    }
    expect(readInside(ip(4, 17, udp(0)).subarray(0, 19))).toMatchObject({ version: 4, ...nothing });
    expect(readInside(ip(6, 17, udp(0)).subarray(0, 39))).toMatchObject({ version: 6, ...nothing });
    expect(readInside(Buffer.from([0x50, ...Buffer.alloc(60)]))).toMatchObject({ version: 5, ...nothing });
    expect(readInside(Buffer.alloc(0))).toMatchObject({ version: 0, ...nothing });
  });

  it('a packet that ends with its header has a protocol and no ports', () => {
    for (const version of [4, 6] as const)
      expect(readInside(ip(version, 17, Buffer.alloc(0)))).toMatchObject({
        protocol: 17,
        kind: CLASS_UDP,
        sourcePort: 0,
      });
    expect(readInside(ip(4, 17, udp(0).subarray(0, 7)))).toMatchObject({ kind: CLASS_UDP, sourcePort: 0 });
    const options = Buffer.concat([ip(4, 17, Buffer.alloc(0)), Buffer.alloc(40)]);
    options.writeUInt8(0x4f, 0);
    expect(readInside(options)).toMatchObject({ protocol: 17, kind: CLASS_UDP, sourcePort: 0 });
  });

  it.each([0, 43, 60])('IPv6 behind extension %i, and behind several of many lengths', (first) => {
    const one = ip(6, first, Buffer.concat([extension(17), udp(5)]));
    expect(readInside(one)).toMatchObject({
      protocol: 17,
      sourcePort: 7,
      destinationPort: 9,
      payloadLength: 5,
    });
    const more = ip(6, first, Buffer.concat([extension(60, 2), extension(0), extension(17, 1), udp(6)]));
    expect(readInside(more)).toMatchObject({ protocol: 17, sourcePort: 7, payloadLength: 6 });
  });

  it('an IPv6 extension at the very end, and one that is cut off', () => {
    expect(readInside(ip(6, 0, extension(17)))).toMatchObject({ protocol: 17, sourcePort: 0 });
    expect(readInside(ip(6, 0, extension(17).subarray(0, 7)))).toMatchObject({
      protocol: 0,
      kind: CLASS_OTHER,
    });
    // It claims 24 bytes and has 16.
    expect(readInside(ip(6, 0, extension(17, 2).subarray(0, 16)))).toMatchObject({ protocol: -1 });
  });

  it('IPv6 fragments: the first has ports, a later one has none, both the identification', () => {
    const first = readInside(ip(6, 44, Buffer.concat([fragment(17, 0, 0x12345678), udp(16)])));
    expect(first).toMatchObject({
      fragment: true,
      laterFragment: false,
      identification: 0x12345678,
      sourcePort: 7,
      payloadLength: 16,
    });
    const later = readInside(ip(6, 44, Buffer.concat([fragment(17, 5, 0x12345678), udp(16)])));
    expect(later).toMatchObject({
      fragment: true,
      laterFragment: true,
      identification: 0x12345678,
      kind: CLASS_UDP,
      sourcePort: 0,
      payloadLength: 0,
    });
    expect(readInside(ip(6, 44, fragment(17, 0, 9)))).toMatchObject({
      fragment: true,
      protocol: 17,
      sourcePort: 0,
    });
    expect(readInside(ip(6, 44, fragment(17, 0, 9).subarray(0, 7)))).toMatchObject({
      fragment: false,
      protocol: 44,
    });
  });

  it('IPv4 fragments by either half of the field', () => {
    const at = (field: number): Packet => {
      const bytes = ip(4, 17, udp(16));
      bytes.writeUInt16BE(0x4242, 4);
      bytes.writeUInt16BE(field, 6);
      return readInside(bytes);
    };
    expect(at(0x4000)).toMatchObject({
      fragment: false,
      laterFragment: false,
      identification: 0x4242,
      sourcePort: 7,
    });
    expect(at(0x2000)).toMatchObject({ fragment: true, laterFragment: false, sourcePort: 7 });
    expect(at(0x2001)).toMatchObject({ fragment: true, laterFragment: true, sourcePort: 0 });
    expect(at(0x0001)).toMatchObject({ fragment: true, laterFragment: true, sourcePort: 0 });
  });

  it('forgets fragments and warm-up with the next packet', () => {
    const packet = new Packet();
    const take = (bytes: Buffer): Packet => {
      packet.read(viewOf(bytes), 0, bytes.length);
      return packet;
    };
    expect(take(probePacket({ warmup: true }))).toMatchObject({ warmup: true });
    expect(take(ip(6, 44, Buffer.concat([fragment(17, 5, 1), udp(0)])))).toMatchObject({ warmup: false });
    expect(take(ip(6, 17, udp(0)))).toMatchObject({ fragment: false, laterFragment: false });
    expect(take(Buffer.of(0x45))).toMatchObject({ protocol: -1, bytes: 1 });
  });

  it('TCP headers: cut off, too short, with options, and without anything behind', () => {
    const tcp = segment({ seq: 77, length: 4, flags: 24 });
    expect(readInside(tcp.subarray(0, 20 + 19))).toMatchObject({
      kind: CLASS_TCP,
      sourcePort: 50_000,
      seq: 0,
    });
    expect(readInside(segment({ seq: 77 }))).toMatchObject({ seq: 77, flags: 16, payloadLength: 0 });
    const claiming = (words: number): Packet => {
      const bytes = Buffer.from(tcp);
      bytes.writeUInt8(words << 4, 20 + 12);
      return readInside(bytes);
    };
    expect([4, 5, 6, 7].map((words) => claiming(words).payloadLength)).toEqual([0, 4, 0, 0]);
    const opening = probePacket({}).subarray(28);
    const carried = Buffer.concat([segment({ seq: 1 }), Buffer.alloc(4), opening]);
    carried.writeUInt8(6 << 4, 20 + 12);
    expect(readInside(carried)).toMatchObject({ probe: true, payloadLength: opening.length });
  });

  it('flows have keys of their own: kind, version and both ports count', () => {
    const of = (version: 4 | 6, protocol: number, from: number, to: number): number => {
      const body = Buffer.alloc(20);
      body.writeUInt16BE(from, 0);
      body.writeUInt16BE(to, 2);
      return readInside(ip(version, protocol, body)).key;
    };
    const keys = new Set<number>();
    const ports = [0, 1, 2, 255, 256, 65_535];
    for (const version of [4, 6] as const)
      for (const protocol of [6, 17])
        for (const from of ports) for (const to of ports) keys.add(of(version, protocol, from, to));
    expect(keys.size).toBe(2 * 2 * ports.length ** 2);
    expect(of(4, 1, 5, 6)).toBe(0);
  });
});
