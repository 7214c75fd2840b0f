import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FateRecord } from '../../src/result/impairment.ts';
import { MILLISECOND } from '../../src/units.ts';
import { TYPE_OPEN } from '../../src/wire/header.ts';
import { runs } from '../runs.ts';
import { impaired, TestLink } from './harness.ts';
import { fragmentsOf, probePacket, segment } from './packets.ts';

const PROBES = 20_000;

function run(link: TestLink, count = PROBES, gap = 0.1 * MILLISECOND): TestLink {
  for (let number = 0; number < count; number++) link.send(probePacket({ number }), number * gap);
  return link.end();
}

/** Five standard deviations: a right model fails once in two million draws, and the seeds are fixed. */
function expectBinomial(hits: number, count: number, ratio: number): void {
  expect(Math.abs(hits - count * ratio)).toBeLessThan(5 * Math.sqrt(count * ratio * (1 - ratio)) + 1);
}

const fates = (link: TestLink): string[] => link.records.map(({ fate }) => fate);
const share = (link: TestLink, test: (record: FateRecord) => boolean): number =>
  link.records.filter(test).length;

const TOKEN_TEXT = '0102030405060708';

describe('independent draws', () => {
  it.each([0.001, 0.05, 0.5])('loses, duplicates and corrupts %f of the packets', (ratio) => {
    const lost = run(new TestLink(impaired({ loss: ratio })));
    expectBinomial(
      share(lost, ({ fate }) => fate === 'lost'),
      PROBES,
      ratio,
    );
    const twice = run(new TestLink(impaired({ duplicate: ratio })));
    expectBinomial(
      share(twice, ({ duplicates }) => duplicates === 1),
      PROBES,
      ratio,
    );
    expect(twice.out.up.length).toBe(PROBES + share(twice, ({ duplicates }) => duplicates === 1));
    const bad = run(new TestLink(impaired({ corrupt: ratio })));
    expectBinomial(
      share(bad, ({ fate }) => fate === 'corrupted'),
      PROBES,
      ratio,
    );
    expect(bad.out.up.filter(({ bit }) => bit >= 0).length).toBe(
      share(bad, ({ fate }) => fate === 'corrupted'),
    );
  });

  it('draws the two directions and different seeds independently', () => {
    const lossOf = (seed: number, direction: 'up' | 'down') => {
      const link = new TestLink(impaired({ loss: 0.5 }, seed));
      for (let number = 0; number < 4000; number++) link.send(probePacket({ number }), number, direction);
      return fates(link);
    };
    const same = (a: string[], b: string[]) => a.filter((fate, index) => fate === b[index]).length;
    expectBinomial(same(lossOf(1, 'up'), lossOf(1, 'down')), 4000, 0.5);
    expectBinomial(same(lossOf(1, 'up'), lossOf(2, 'up')), 4000, 0.5);
    expect(lossOf(3, 'up')).toEqual(lossOf(3, 'up'));
  });

  it('gives a probe the same fate in whatever order and company it comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.infiniteStream(fc.nat()), (seed, order) => {
        const shape = impaired(
          { loss: 0.3, burst: { ratio: 0.2, meanLength: 3 }, duplicate: 0.2, corrupt: 0.1 },
          seed,
        );
        const numbers = Array.from({ length: 200 }, (_, number) => number);
        const shuffled = numbers
          .map((number) => ({ number, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ number }) => number);
        const outcome = (sequence: number[], strangers: boolean) => {
          const link = new TestLink(shape);
          sequence.forEach((number, index) => {
            if (strangers) link.send(segment({ seq: index, length: 10 }), index);
            link.send(probePacket({ number, flow: 3 }), index);
          });
          return link
            .end()
            .records.filter(({ probe }) => probe !== undefined)
            .sort((a, b) => a.probe!.number - b.probe!.number)
            .map(({ fate, duplicates }) => `${fate} ${duplicates ?? 0}`);
        };
        expect(outcome(shuffled, true)).toEqual(outcome(numbers, false));
      }),
      { numRuns: runs(20) },
    );
  });

  it('gives each session losses of its own where nobody chose a seed, and all the same ones else', () => {
    const of = (session: number, bySession: boolean) => {
      const link = new TestLink(impaired({ loss: 0.3, burst: { ratio: 0.2, meanLength: 4 } }), bySession);
      for (let number = 0; number < 300; number++) link.send(probePacket({ number, session }), number);
      return fates(link).join();
    };
    const [one, other] = [7, 8];
    expect(of(one, true)).not.toBe(of(other, true));
    expect(of(one, true)).toBe(of(one, true));
    expect(of(one, false)).toBe(of(other, false));
  });

  it('gives the warm-up and other flows fates of their own', () => {
    const of = (shape: { flow?: number; warmup?: boolean }) => {
      const link = new TestLink(impaired({ loss: 0.5 }));
      for (let number = 0; number < 300; number++) link.send(probePacket({ number, ...shape }), number);
      return fates(link).join();
    };
    expect(new Set([of({}), of({ warmup: true }), of({ flow: 1 })]).size).toBe(3);
  });
});

describe('bursts', () => {
  it.each([
    [0.05, 8],
    [0.2, 3],
    [0.01, 2],
  ])('loses %f in runs of %i on average', (ratio, meanLength) => {
    const count = 200_000;
    const link = new TestLink(impaired({ burst: { ratio, meanLength } }));
    run(link, count, 1);
    const runs = fates(link)
      .map((fate) => (fate === 'lost' ? 'x' : '.'))
      .join('')
      .split('.')
      .filter((text) => text !== '');
    const lost = runs.join('').length;
    // Correlated draws: the variance grows by about twice the run length.
    const deviation = Math.sqrt(count * ratio * 2 * meanLength);
    expect(Math.abs(lost - count * ratio)).toBeLessThan(5 * deviation);
    const mean = lost / runs.length;
    expect(Math.abs(mean - meanLength)).toBeLessThan(
      (5 * meanLength) / Math.sqrt(runs.length) + 0.02 * meanLength,
    );
  });
});

describe('scripted drops', () => {
  it('drops exactly the named probes of each flow, counted from 1, and none of the warm-up', () => {
    const link = new TestLink(impaired({ drop: [3, 4] }));
    for (let number = 0; number < 10; number++) {
      link.send(probePacket({ number, warmup: true }), number);
      link.send(probePacket({ number, flow: 0 }), number);
      link.send(probePacket({ number, flow: 1 }), number);
    }
    const lost = link.end().records.filter(({ fate }) => fate === 'lost');
    expect(lost.map(({ probe }) => `${probe!.flow}:${probe!.number}`)).toEqual(['0:2', '1:2', '0:3', '1:3']);
    expect(lost.some(({ probe }) => probe!.warmup)).toBe(false);
  });

  it('counts segments with payload of each TCP sender', () => {
    const link = new TestLink(impaired({ drop: [2] }));
    link.send(segment({ seq: 100, flags: 2 }), 0);
    link.send(segment({ seq: 101, length: 50 }), 1);
    link.send(segment({ seq: 151 }), 2);
    link.send(segment({ seq: 151, length: 50 }), 3);
    link.send(segment({ seq: 151, length: 50 }), 4);
    expect(fates(link.end())).toEqual(['delivered', 'delivered', 'delivered', 'lost', 'delivered']);
    expect(link.records[4]!.tcp!.retransmissionOf).toBe(3);
  });
});

describe('order and time', () => {
  it('keeps the order under any jitter, and every delay within its bounds', () => {
    fc.assert(
      fc.property(
        fc.record({
          delay: fc.integer({ min: 0, max: 50 * MILLISECOND }),
          jitter: fc.integer({ min: 0, max: 20 * MILLISECOND }),
          jitterShape: fc.constantFrom('uniform' as const, 'normal' as const),
          duplicate: fc.constantFrom(0, 0.2),
          bandwidth: fc.constantFrom(null, 1e6),
        }),
        fc.array(fc.integer({ min: 0, max: 3 * MILLISECOND }), { minLength: 1, maxLength: 100 }),
        (shape, gaps) => {
          const link = new TestLink(impaired(shape));
          let time = 0;
          gaps.forEach((gap, number) => {
            time += gap;
            link.send(probePacket({ number }), time);
          });
          const out = link.end().out.up;
          for (let index = 1; index < out.length; index++) {
            expect(out[index]!.packet).toBeGreaterThanOrEqual(out[index - 1]!.packet);
            expect(out[index]!.at).toBeGreaterThanOrEqual(out[index - 1]!.at);
          }
          const reach = shape.jitter * (shape.jitterShape === 'normal' ? 3 : 1);
          for (const record of link.records.filter(({ deliveredAt }) => deliveredAt !== undefined))
            expect(record.deliveredAt! - record.time).toBeGreaterThanOrEqual(
              Math.max(0, shape.delay - reach) - 1,
            );
        },
      ),
    );
  });

  it('delays by exactly the delay where there is no jitter', () => {
    const link = run(new TestLink(impaired({ delay: 7 * MILLISECOND })), 100);
    for (const record of link.records) expect(record.deliveredAt! - record.time).toBe(7 * MILLISECOND);
  });

  it('spreads uniform jitter over its range and gives normal jitter its deviation', () => {
    const spread = (jitterShape: 'uniform' | 'normal') => {
      // So far apart that keeping the order changes nothing.
      const link = run(
        new TestLink(impaired({ delay: 100 * MILLISECOND, jitter: 10 * MILLISECOND, jitterShape })),
        5000,
        1000 * MILLISECOND,
      );
      const delays = link.records.map((record) => (record.deliveredAt! - record.time) / MILLISECOND - 100);
      const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
      const deviation = Math.sqrt(
        delays.reduce((sum, delay) => sum + (delay - mean) ** 2, 0) / delays.length,
      );
      return { mean, deviation };
    };
    expect(spread('uniform').mean).toBeCloseTo(0, 0);
    expect(Math.abs(spread('uniform').deviation - 10 / Math.sqrt(3))).toBeLessThan(0.3);
    expect(spread('normal').mean).toBeCloseTo(0, 0);
    expect(Math.abs(spread('normal').deviation - 10)).toBeLessThan(0.5);
  });

  it('lets a packet be overtaken by the next of its flow, and says so', () => {
    const link = run(new TestLink(impaired({ reorder: 0.1 })), 5000);
    const order = link.out.up.map(({ packet }) => packet);
    let highest = -1;
    let overtaken = 0;
    for (const packet of order) {
      if (packet < highest) overtaken++;
      highest = Math.max(highest, packet);
    }
    expect(order.length).toBe(5000);
    expect(overtaken).toBe(share(link, ({ reordered }) => reordered === true));
    expectBinomial(overtaken, 5000, 0.1);
  });

  it('lets a held packet go by itself where no other comes', () => {
    const link = new TestLink(impaired({ reorder: 1 }));
    link.send(probePacket({}), 0);
    expect(link.out.up).toEqual([]);
    expect(link.end().out.up).toEqual([{ at: 100 * MILLISECOND, packet: 0, bit: -1 }]);
    expect(link.records[0]!.reordered).toBeUndefined();
  });
});

describe('bandwidth and queue', () => {
  it('never has more inside than the queue and the one being sent, and never sends faster', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 400 }), (queue, gap) => {
        const link = new TestLink(impaired({ bandwidth: 1e6, queue }));
        for (let number = 0; number < 100; number++) {
          const now = number * gap * 1000;
          link.send(probePacket({ number }), now);
          expect(link.link.direction('up').queued(now)).toBeLessThanOrEqual(queue + 1);
        }
        const out = link.end().out.up;
        // 92 bytes of IP packet at 1 Mbit/s.
        for (let index = 1; index < out.length; index++)
          expect(out[index]!.at - out[index - 1]!.at).toBeGreaterThanOrEqual(92 * 8000 - 1);
        const dropped = share(link, ({ fate }) => fate === 'queueDropped');
        expect(out.length + dropped).toBe(100);
        if (gap >= 92 * 8) expect(dropped).toBe(0);
      }),
    );
  });

  it('drops at the tail: the first ones of a burst get through', () => {
    const link = new TestLink(impaired({ bandwidth: 1e6, queue: 4 }));
    for (let number = 0; number < 10; number++) link.send(probePacket({ number }), 0);
    expect(fates(link.end())).toEqual([...Array(5).fill('delivered'), ...Array(5).fill('queueDropped')]);
  });
});

describe('a change while it runs', () => {
  it('holds for the packets that come after it', () => {
    const link = new TestLink(impaired({ delay: 5 * MILLISECOND }));
    link.send(probePacket({ number: 0 }), 0);
    link.link.change(impaired({ loss: 1 }));
    link.send(probePacket({ number: 1 }), 1);
    link.link.change(impaired({}));
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
          const { udp, tcp } = link.link.report('udp', TOKEN_TEXT).up;
          expect(tcp.packets).toBe(0);
          expect(udp.packets).toBe(300);
          expect(udp.delivered + udp.dropped + udp.corrupted).toBe(300);
          const intact = link.out.up.filter(({ bit }) => bit < 0);
          expect(new Set(intact.map(({ packet }) => packet)).size).toBe(udp.delivered);
          expect(intact.length).toBe(udp.delivered + udp.duplicated);
          expect(link.link.report('udp', 'ffffffffffffffff').up.udp.packets).toBe(0);
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
    expect(link.end().link.report('udp', null).up.udp.packets).toBe(1);
    expect(link.link.report('udp', null).up.other.packets).toBe(2);
  });

  it('count TCP from the beginning of the measured part', () => {
    const link = new TestLink(impaired({}));
    link.send(segment({ seq: 1, length: 10 }), 0);
    link.link.start('tcp', 100);
    link.send(segment({ seq: 11, length: 10 }), 50);
    link.send(segment({ seq: 21, length: 10 }), 100);
    link.send(segment({ seq: 21, length: 10 }), 110);
    const { tcp } = link.end().link.report('tcp', null).up;
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
    const { udp } = link.link.report('udp', null).up;
    const small = new TestLink(impaired({ loss: 0.2, corrupt: 0.1 }, 6));
    for (let number = 0; number < 300; number++) small.send(probePacket({ number }), number * MILLISECOND);
    const probes = small.end().link.report('udp', TOKEN_TEXT).up.udp;
    const own = link.link.report('udp', TOKEN_TEXT).up.udp;
    expect(own).toMatchObject({ packets: 300, duplicated: 0, reordered: 0 });
    expect([own.dropped, own.corrupted]).toEqual([probes.dropped, probes.corrupted]);
    expect(whole(link)).toBe(own.delivered);
    expect(udp.packets).toBe(900);
  });

  it('is counted as dropped where the queue had no room for its last part', () => {
    const link = datagrams(new TestLink(impaired({ bandwidth: 20e6, queue: 3 })), 300, MILLISECOND);
    const { udp } = link.link.report('udp', TOKEN_TEXT).up;
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
