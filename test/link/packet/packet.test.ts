import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Packet, readAddresses } from '../../../src/link/packet/packet.ts';
import { ip, probePacket, segment, TOKEN, viewOf } from '../packets.ts';
import { read } from './read.ts';

describe('Packet', () => {
  it.each([4, 6] as const)('finds a probe in UDP over IPv%i', (version) => {
    const bytes = probePacket({ version, flow: 3, number: 2 ** 40 + 5, warmup: true, size: 100 });
    expect(read(bytes)).toMatchObject({
      version,
      probe: true,
      warmup: true,
      flow: 3,
      number: 2 ** 40 + 5,
      tokenHigh: TOKEN.high,
      tokenLow: TOKEN.low,
      payloadLength: 100,
      sourcePort: 40_003,
      destinationPort: 5000,
    });
    const expected =
      version === 4 ? ['10.77.0.2:40003', '10.77.0.1:5000'] : ['[fd77::2]:40003', '[fd77::1]:5000'];
    expect(readAddresses(viewOf(bytes), 0, read(bytes))).toEqual(expected);
  });

  it('tells an opening datagram from a probe', () => {
    expect(read(probePacket({ type: 1 }))).toMatchObject({ probe: false, handshake: true });
  });

  it('reads the header of a TCP segment', () => {
    expect(read(segment({ seq: 0xfffffff0, length: 7, flags: 24 }))).toMatchObject({
      seq: 0xfffffff0,
      ack: 1,
      flags: 24,
      payloadLength: 7,
      probe: false,
    });
  });

  it('knows a later fragment, which has no ports', () => {
    const bytes = probePacket({});
    bytes.writeUInt16BE(0x2001, 6);
    expect(read(bytes)).toMatchObject({ fragment: true, laterFragment: true, probe: false, sourcePort: 0 });
  });

  it('forgets the packet before it', () => {
    const packet = new Packet();
    packet.read(viewOf(probePacket({})), 0, 92);
    const ping = ip(4, 1, Buffer.alloc(8));
    packet.read(viewOf(ping), 0, ping.length);
    expect(packet).toMatchObject({ probe: false, payloadLength: 0, sourcePort: 0, key: 0 });
  });

  it('reads whatever bytes come without failing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(0x45, 0x60, 0x4f, 0x00),
        (array, first) => {
          const bytes = Buffer.from(array);
          if (bytes.length > 0) bytes[0] = first;
          const packet = read(bytes);
          if (bytes.length >= 40) readAddresses(viewOf(bytes), 0, packet);
        },
      ),
    );
  });
});
