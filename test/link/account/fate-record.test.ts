import { describe, expect, it } from 'vitest';
import { fateRecord, flagLetters } from '../../../src/link/account/fate-record.ts';
import type { Outcome } from '../../../src/link/account/outcome.ts';
import { Packet } from '../../../src/link/packet/packet.ts';
import { fragmentsOf, ip, probePacket, segment, viewOf } from '../packets.ts';

function read(bytes: Buffer): Packet {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  return packet;
}

const lost: Outcome = {
  fate: 'lost',
  duplicates: 0,
  reordered: false,
  deliveredAt: -1,
  time: 17,
  sojourn: -1,
  marked: false,
  queueDrop: undefined,
};

describe('letters of flags', () => {
  it.each([
    [0, ''],
    [2, 'S'],
    [1, 'F'],
    [4, 'R'],
    [8, 'P'],
    [16, 'A'],
    [32, 'U'],
    [18, 'SA'],
    [63, 'SFRPAU'],
    [64, ''],
  ])('%i: %s', (flags, letters) => {
    expect(flagLetters(flags)).toBe(letters);
  });
});

describe('the record of a packet', () => {
  it('of a probe, with what is so alone', () => {
    const record = fateRecord(
      4,
      'up',
      read(probePacket({ flow: 2, number: 9, warmup: true })),
      lost,
      undefined,
    );
    expect(record).toMatchObject({
      time: 17,
      direction: 'up',
      protocol: 'udp',
      bytes: 92,
      fate: 'lost',
      index: 4,
      probe: { flow: 2, number: 9, warmup: true },
    });
    expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['duplicates']));
    for (const absent of ['duplicates', 'reordered', 'deliveredAt', 'tcp', 'sojourn', 'marked', 'queueDrop'])
      expect(record).not.toHaveProperty(absent);
  });

  it('delivered at time 0 is delivered; copies and order are told', () => {
    const outcome: Outcome = {
      fate: 'delivered',
      duplicates: 2,
      reordered: true,
      deliveredAt: 0,
      time: 0,
      sojourn: 0,
      marked: true,
      queueDrop: undefined,
    };
    expect(fateRecord(0, 'down', read(probePacket()), outcome, undefined)).toMatchObject({
      direction: 'down',
      fate: 'delivered',
      duplicates: 2,
      reordered: true,
      deliveredAt: 0,
      sojourn: 0,
      marked: true,
    });
  });

  it('of a segment: what it carries, and which one it repeats', () => {
    const packet = read(segment({ seq: 500, length: 7, flags: 24 }));
    const tcp = { seq: 500, ack: 1, flags: 'PA', length: 7 };
    const of = (repeats: Parameters<typeof fateRecord>[4]) => fateRecord(9, 'up', packet, lost, repeats);
    expect(of(undefined)).toMatchObject({ protocol: 'tcp' });
    expect(of(undefined).tcp).toEqual(tcp);
    expect(of({ retransmission: false, original: 3 }).tcp).toEqual(tcp);
    expect(of({ retransmission: true, original: -1 }).tcp).toEqual(tcp);
    expect(of({ retransmission: true, original: 0 }).tcp).toEqual({ ...tcp, retransmissionOf: 0 });
    expect(of(undefined)).not.toHaveProperty('probe');
  });

  it('of a later fragment: nothing that stands in the first alone', () => {
    const [first, second] = fragmentsOf(segment({ seq: 1, length: 100 }), 7, 64).map(read);
    expect(fateRecord(0, 'up', first!, lost, undefined)).toHaveProperty('tcp');
    expect(fateRecord(1, 'up', second!, lost, undefined)).not.toHaveProperty('tcp');
    const [, datagram] = fragmentsOf(probePacket({ size: 200 }), 7, 64).map(read);
    const record = fateRecord(1, 'up', datagram!, lost, undefined);
    expect(record).not.toHaveProperty('tcp');
    expect(record).not.toHaveProperty('probe');
  });

  it.each([
    [4, 1, 'icmp'],
    [6, 58, 'icmp'],
    [4, 47, 'other'],
    [6, 59, 'other'],
  ] as const)('IPv%i, protocol %i: %s', (version, protocol, name) => {
    const record = fateRecord(0, 'up', read(ip(version, protocol, Buffer.alloc(16))), lost, undefined);
    expect(record.protocol).toBe(name);
    expect(record).not.toHaveProperty('tcp');
  });
});
