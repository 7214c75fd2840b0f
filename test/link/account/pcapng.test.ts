import { describe, expect, it } from 'vitest';
import { fateComment, pcapngHead, pcapngPacket } from '../../../src/link/account/pcapng.ts';
import type { FateRecord } from '../../../src/result/impairment.ts';
import { probePacket } from '../packets.ts';

const record: FateRecord = {
  time: 1_500,
  direction: 'up',
  protocol: 'tcp',
  source: 'a',
  destination: 'b',
  bytes: 92,
  fate: 'delivered',
  deliveredAt: 10_001_500,
  duplicates: 1,
  reordered: true,
  index: 7,
  tcp: { seq: 1, ack: 1, flags: 'A', length: 0, retransmissionOf: 3 },
};

describe('pcapng', () => {
  it('is a chain of blocks whose lengths stand at both ends', () => {
    const epoch = 1_700_000_000_000_000_000n;
    const file = Buffer.concat([pcapngHead(), pcapngPacket(record, probePacket({ size: 65 }), epoch)]);
    const types: number[] = [];
    let at = 0;
    while (at < file.length) {
      const length = file.readUInt32LE(at + 4);
      expect(length % 4).toBe(0);
      expect(file.readUInt32LE(at + length - 4)).toBe(length);
      types.push(file.readUInt32LE(at));
      if (types.length === 3) {
        const time = (BigInt(file.readUInt32LE(at + 12)) << 32n) | BigInt(file.readUInt32LE(at + 16));
        expect(time).toBe(epoch + 1_500n);
        expect(file.readUInt32LE(at + 20)).toBe(93);
      }
      at += length;
    }
    expect(types).toEqual([0x0a0d0d0a, 1, 6]);
  });

  it('says that packets are raw IP, times nanoseconds, and whose fate which is', () => {
    const head = pcapngHead();
    const section = head.readUInt32LE(4);
    // Byte order, version 1.0, length unknown.
    expect(head.subarray(8, 24).toString('hex')).toBe('4d3c2b1a01000000ffffffffffffffff');
    const body = head.subarray(section + 8, section + head.readUInt32LE(section + 4) - 4);
    // LINKTYPE_RAW, no limit; if_tsresol: 10^-9; end of options.
    expect(body.toString('hex')).toBe(
      ['6500', '0000', '00000000', '09000100', '09000000', '00000000'].join(''),
    );

    const packet = probePacket({ size: 65 });
    const block = pcapngPacket({ ...record, fate: 'lost' }, packet, 0n);
    expect([block.readUInt32LE(20), block.readUInt32LE(24)]).toEqual([93, 93]);
    expect(block.subarray(28, 28 + 93)).toEqual(packet);
    const options = block.subarray(28 + 96, -4);
    const length = options.readUInt16LE(2);
    expect(options.readUInt16LE(0)).toBe(1);
    expect(options.subarray(4, 4 + length).toString()).toBe(fateComment({ ...record, fate: 'lost' }));
    expect(options.subarray(4 + ((length + 3) & ~3)).toString('hex')).toBe('00000000');
  });

  it('says the fate in the comment', () => {
    expect(fateComment(record)).toBe(
      'up: #7 delivered after 10.000 ms, overtaken, 1 more delivered, retransmission of #3',
    );
    expect(
      fateComment({
        time: 0,
        direction: 'down',
        protocol: 'udp',
        source: '',
        destination: '',
        bytes: 1,
        fate: 'lost',
        index: 0,
      }),
    ).toBe('down: #0 lost');
  });
});
