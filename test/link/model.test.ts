/** The model as a whole: exact counts, whatever changes meanwhile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../src/units.ts';
import { TYPE_OPEN } from '../../src/wire/header.ts';
import { runs } from '../runs.ts';
import { impaired, TestLink } from './harness.ts';
import { fates, run, TOKEN_TEXT } from './model.ts';
import { fragmentsOf, probePacket, segment } from './packets.ts';

describe('a change while it runs', () => {
  it('holds for the packets that come after it', () => {
    const link = new TestLink(impaired({ delay: 5 * MILLISECOND }));
    link.send(probePacket({ number: 0 }), 0);
    link.change(impaired({ loss: 1 }));
    link.send(probePacket({ number: 1 }), 1);
    link.change(impaired({}));
    link.send(probePacket({ number: 2 }), 2);
    expect(fates(link.end())).toEqual(['delivered', 'lost', 'delivered']);
    // The order is kept: what comes later does not overtake what is under way.
    expect(link.out.up.map(({ packet }) => packet)).toEqual([0, 2]);
  });
});

describe('exact counts', () => {
  it('are what became of the packets, whatever the link does', () => {
    fc.assert(
      fc.property(
        fc.record({
          loss: fc.constantFrom(0, 0.2),
          duplicate: fc.constantFrom(0, 0.2),
          corrupt: fc.constantFrom(0, 0.2),
          reorder: fc.constantFrom(0, 0.2),
          bandwidth: fc.constantFrom(null, 2e6),
        }),
        fc.nat(),
        (shape, seed) => {
          const link = run(new TestLink(impaired({ ...shape, queue: 5 }, seed)), 300, 0.3 * MILLISECOND);
          const { udp, tcp } = link.report('udp', TOKEN_TEXT).up;
          expect(tcp.packets).toBe(0);
          expect(udp.packets).toBe(300);
          expect(udp.delivered + udp.dropped + udp.corrupted).toBe(300);
          const intact = link.out.up.filter(({ bit }) => bit < 0);
          expect(new Set(intact.map(({ packet }) => packet)).size).toBe(udp.delivered);
          expect(intact.length).toBe(udp.delivered + udp.duplicated);
          expect(link.report('udp', 'ffffffffffffffff').up.udp.packets).toBe(0);
        },
      ),
      { numRuns: runs(50) },
    );
  });

  it('leave the warm-up and the opening of flows out', () => {
    const link = new TestLink(impaired({}));
    link.send(probePacket({ type: 1 }), 0);
    link.send(probePacket({ warmup: true }), 1);
    link.send(probePacket({}), 2);
    expect(link.end().report('udp', null).up.udp.packets).toBe(1);
    expect(link.report('udp', null).up.other.packets).toBe(2);
  });

  it('count TCP from the beginning of the measured part', () => {
    const link = new TestLink(impaired({}));
    link.send(segment({ seq: 1, length: 10 }), 0);
    link.link.start('tcp', 100);
    link.send(segment({ seq: 11, length: 10 }), 50);
    link.send(segment({ seq: 21, length: 10 }), 100);
    link.send(segment({ seq: 21, length: 10 }), 110);
    const { tcp } = link.end().report('tcp', null).up;
    expect([tcp.packets, tcp.retransmitted]).toEqual([2, 1]);
  });
});

describe('a datagram in fragments', () => {
  const datagrams = (link: TestLink, count: number, gap: number) => {
    for (let number = 0; number < count; number++)
      for (const part of fragmentsOf(probePacket({ number, size: 4000 }), number + 1, 1480))
        link.send(part, number * gap);
    return link.end();
  };
  const whole = (link: TestLink): number => {
    const parts = new Map<number, number>();
    for (const { packet, bit } of link.out.up)
      if (bit < 0) parts.set(Math.floor(packet / 3), (parts.get(Math.floor(packet / 3)) ?? 0) + 1);
    return [...parts.values()].filter((count) => count === 3).length;
  };

  it('is lost or corrupted as a whole, neither doubled nor overtaken, and its fate is that of a probe in one piece', () => {
    const impairment = impaired({ loss: 0.2, corrupt: 0.1, duplicate: 0.3, reorder: 0.3 }, 6);
    const link = datagrams(new TestLink(impairment), 300, MILLISECOND);
    const { udp } = link.report('udp', null).up;
    const small = new TestLink(impaired({ loss: 0.2, corrupt: 0.1 }, 6));
    for (let number = 0; number < 300; number++) small.send(probePacket({ number }), number * MILLISECOND);
    const probes = small.end().report('udp', TOKEN_TEXT).up.udp;
    const own = link.report('udp', TOKEN_TEXT).up.udp;
    expect(own).toMatchObject({ packets: 300, duplicated: 0, reordered: 0 });
    expect([own.dropped, own.corrupted]).toEqual([probes.dropped, probes.corrupted]);
    expect(whole(link)).toBe(own.delivered);
    expect(udp.packets).toBe(900);
  });

  it('is counted as dropped where the queue had no room for its last part', () => {
    const link = datagrams(new TestLink(impaired({ bandwidth: 20e6, queue: 3 })), 300, MILLISECOND);
    const { udp } = link.report('udp', TOKEN_TEXT).up;
    expect(udp.delivered).toBe(whole(link));
    expect(udp.delivered).toBeGreaterThan(0);
    expect(udp.delivered + udp.dropped).toBe(300);
    expect(udp.queueDropped).toBe(udp.dropped);
  });
});

it('the exchange that opens a UDP flow always crosses', () => {
  const link = new TestLink(impaired({ loss: 1, duplicate: 0.5, reorder: 0.5 }));
  for (let flow = 0; flow < 50; flow++) link.send(probePacket({ flow, type: TYPE_OPEN }), flow);
  link.send(probePacket(), 100);
  expect(link.end().out.up.map(({ packet }) => packet)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});
