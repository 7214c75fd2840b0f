/** When the model delivers: delay, jitter, order, bandwidth and its queue. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { MILLISECOND } from '../../src/units.ts';
import { expect } from '../quick.ts';
import { impaired, TestLink } from './harness.ts';
import { expectBinomial, fates, run, share } from './model.ts';
import { probePacket } from './packets.ts';

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
          expect(link.link.direction('up').waiting().length).toBeLessThanOrEqual(queue + 1);
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
