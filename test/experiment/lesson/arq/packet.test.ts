import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ArqPacket,
  acknowledgement,
  decodePacket,
  encodePacket,
} from '../../../../src/experiment/lesson/arq/packet.ts';
import { runs } from '../../../runs.ts';

const packets: fc.Arbitrary<ArqPacket> = fc.record({
  kind: fc.constant('data' as const),
  number: fc.nat(65_535),
  last: fc.boolean(),
  payload: fc.uint8Array({ maxLength: 40 }),
});

describe('a packet of the lesson', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual(packet);
      }),
      { numRuns: runs(200) },
    );
    expect(decodePacket(acknowledgement(259))).toMatchObject({ kind: 'ack', number: 259 });
  });

  it('is dropped whichever of its bits was flipped', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const bytes = encodePacket(packet);
        for (let bit = 0; bit < bytes.length * 8; bit++) {
          const damaged = bytes.slice();
          damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7));
          expect(decodePacket(damaged), `bit ${bit}`).toBeUndefined();
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it('has the checksum of RFC 1071, and is dropped where it is cut or foreign', () => {
    // 0x0101 + 0x0005 + 0x4142 + 0x4300 = 0x8548; its complement is 0x7ab7.
    const bytes = encodePacket({ kind: 'data', number: 5, last: true, payload: Buffer.from('ABC') });
    expect([...bytes]).toEqual([1, 1, 0x7a, 0xb7, 0, 5, 0x41, 0x42, 0x43]);
    expect(decodePacket(bytes.subarray(0, 5))).toBeUndefined();
    expect(decodePacket(new Uint8Array(0))).toBeUndefined();
    expect(decodePacket(Buffer.from('hello, this is no packet'))).toBeUndefined();
  });
});
