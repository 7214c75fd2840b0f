/** Each record hears when its packet was handed over: the copy that it tells of, and no other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { impaired, TestLink } from './harness.ts';
import { probePacket, viewOf } from './packets.ts';

it('of whatever happens to packets on the way', () => {
  fc.assert(
    fc.property(
      fc.record({
        loss: fc.constantFrom(0, 0.3),
        duplicate: fc.constantFrom(0, 0.5),
        corrupt: fc.constantFrom(0, 0.3),
        reorder: fc.constantFrom(0, 0.3),
        jitter: fc.constantFrom(0, 3e6),
        bandwidth: fc.constantFrom(null, 1e6),
      }),
      fc.nat(1000),
      (what, seed) => {
        const test = new TestLink(impaired({ delay: 5e6, queue: 5, ...what }, seed));
        for (let number = 0; number < 60; number++)
          test.send(probePacket({ number }), number * 4e5, number % 2 === 0 ? 'up' : 'down');
        test.end();
        expect(test.records).toHaveLength(60);
        for (const { index, deliveredAt, writtenAt } of test.records) {
          expect(writtenAt).toBe(deliveredAt);
          expect(test.written.get(index)).toBe(deliveredAt);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('a packet that is read late is due as if it had been read when it came; time does not run back', () => {
  const test = new TestLink(impaired({ delay: 5e6 }));
  const enters = (came: number): void =>
    test.link.enter('up', viewOf(probePacket()), 0, 92, test.records.length, came);
  enters(1e6);
  test.link.poll('up', 4e6);
  // It came while nobody looked, and before it something was decided already.
  enters(3e6);
  expect(test.records.map(({ time, deliveredAt }) => [time, deliveredAt])).toEqual([
    [1e6, 6e6],
    [4e6, 9e6],
  ]);
});

it('a late hand-over is told as late as it was', () => {
  const test = new TestLink(impaired({ delay: 5e6 }));
  test.link.enter('up', viewOf(probePacket()), 0, 92, 7, 0);
  test.link.poll('up', 9e6);
  test.link.written(7, 5e6, 9e6);
  expect([...test.written]).toEqual([[0, 9e6]]);
});
