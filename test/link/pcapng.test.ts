import { describe, expect, it } from 'vitest';
import { fateComment, pcapngHead, pcapngPacket } from '../../src/link/pcapng.ts';
import type { FateRecord } from '../../src/result/impairment.ts';
import { probePacket } from './packets.ts';

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
