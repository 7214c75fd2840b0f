import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damage } from '../../../src/link/packet/damage.ts';
import { runs } from '../../runs.ts';
import { ip, viewOf } from '../packets.ts';

/** The Internet checksum over UDP with its pseudo header (RFC 768, RFC 8200), written down anew. */
function udpSum(packet: Buffer): number {
  const version = packet[0]! >> 4;
  const head = version === 4 ? 20 : 40;
  const addresses = version === 4 ? packet.subarray(12, 20) : packet.subarray(8, 40);
  const udp = packet.subarray(head);
  const pseudo = Buffer.alloc(4);
  pseudo.writeUInt16BE(17, 0);
  pseudo.writeUInt16BE(udp.length, 2);
  const all = Buffer.concat([addresses, pseudo, udp, Buffer.alloc(udp.length % 2)]);
  let sum = 0;
  for (let at = 0; at < all.length; at += 2) sum += all.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function datagram(version: 4 | 6, payload: Uint8Array): Buffer {
  const udp = Buffer.alloc(8 + payload.length);
  udp.writeUInt16BE(40_000, 0);
  udp.writeUInt16BE(5000, 2);
  udp.writeUInt16BE(udp.length, 4);
  udp.set(payload, 8);
  const packet = ip(version, 17, udp);
  packet.writeUInt16BE(udpSum(packet) || 0xffff, packet.length - udp.length + 6);
  return packet;
}

const cases = fc.record({
  version: fc.constantFrom(4 as const, 6 as const),
  payload: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  place: fc.nat(),
});

describe('a flipped bit', () => {
  it('is seen by the checksum, and where that is asked for, is not; undone, nothing has changed', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ version, payload, place }, unseen) => {
        const packet = datagram(version, payload);
        const before = Buffer.from(packet);
        // The slot in the link's memory goes on behind the packet.
        const slot = Buffer.concat([Buffer.from([1, 2]), packet, Buffer.from([0xee, 0xff])]);
        const head = (version === 4 ? 20 : 40) + 8;
        const bit = head * 8 + (place % (payload.length * 8));
        const undo = damage(viewOf(slot), 2, bit, unseen);
        const now = slot.subarray(2, 2 + packet.length);
        expect(now[bit >> 3]! ^ before[bit >> 3]!).toBe(1 << (bit & 7));
        expect(udpSum(now) === 0).toBe(unseen);
        undo();
        expect(slot.subarray(2, 2 + packet.length)).toEqual(before);
      }),
      { numRuns: runs(300) },
    );
  });

  it('leaves a checksum of zero as it is: the datagram has none', () => {
    const packet = datagram(4, Buffer.from('abcd'));
    packet.writeUInt16BE(0, 26);
    damage(viewOf(packet), 0, 28 * 8, true);
    expect(packet.readUInt16BE(26)).toBe(0);
  });

  it('leaves alone what has no checksum of UDP: later fragments, and TCP', () => {
    const later = datagram(4, Buffer.from('abcdefgh'));
    later.writeUInt16BE(0x2001, 6);
    const tcp = ip(4, 6, Buffer.alloc(40, 7));
    for (const packet of [later, tcp]) {
      const before = Buffer.from(packet);
      damage(viewOf(packet), 0, 30 * 8, true);
      expect(packet.filter((byte, at) => byte !== before[at]).length).toBe(1);
    }
  });
});
