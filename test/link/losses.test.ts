/** What the model loses: by draws, in bursts, by a script. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../runs.ts';
import { impaired, TestLink } from './harness.ts';
import { expectBinomial, fates, PROBES, run, share } from './model.ts';
import { probePacket, segment } from './packets.ts';

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
    // Of the middle one some 4,000 runs: their mean is held to 10 %, and the ratio to 11. Of the others 1,250 and 1,000.
    [0.05, 8, 200_000],
    [0.2, 3, 60_000],
    [0.01, 2, 200_000],
  ])('loses %f in runs of %i on average', (ratio, meanLength, count) => {
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
