import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markCongestion } from '../../../src/link/packet/ecn.ts';
import { Packet } from '../../../src/link/packet/packet.ts';
import { runs } from '../../runs.ts';
import { ip, segment, viewOf } from '../packets.ts';

/** The Internet checksum (RFC 1071) over an IPv4 header: zero where it is right. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const ecnOf = (bytes: Buffer): number => {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  return packet.ecn;
};

describe('congestion experienced', () => {
  it('is written into an IPv4 header, whose checksum stays right', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.nat(63),
        fc.constantFrom(1, 2, 3),
        (header, dscp, ecn) => {
          const bytes = Buffer.concat([Buffer.alloc(5, 0xee), Buffer.from(header)]);
          const packet = bytes.subarray(5);
          packet[0] = 0x45;
          packet[1] = (dscp << 2) | ecn;
          packet.writeUInt16BE(0, 10);
          packet.writeUInt16BE(checksum(packet), 10);
          const before = Buffer.from(packet);
          markCongestion(viewOf(bytes), 5);
          expect(packet[1]).toBe((dscp << 2) | 3);
          expect(checksum(packet)).toBe(0);
          expect([...packet.subarray(12)]).toEqual([...before.subarray(12)]);
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('is written into an IPv6 header', () => {
    const packet = ip(6, 6, Buffer.alloc(20));
    packet.writeUInt32BE(0x6ab12345, 0);
    expect(ecnOf(packet)).toBe(3);
    packet.writeUInt32BE(0x6a212345, 0);
    expect(ecnOf(packet)).toBe(2);
    markCongestion(viewOf(packet), 0);
    expect(packet.readUInt32BE(0)).toBe(0x6a312345);
    expect(ecnOf(packet)).toBe(3);
  });

  it('is read from any packet, and forgotten with the next', () => {
    const marked = segment({ seq: 1 });
    marked[1] = 3;
    const packet = new Packet();
    packet.read(viewOf(marked), 0, marked.length);
    expect(packet.ecn).toBe(3);
    packet.read(viewOf(segment({ seq: 1 })), 0, 40);
    expect(packet.ecn).toBe(0);
  });
});
