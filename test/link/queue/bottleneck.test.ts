/** The line behind the queue: who leaves when, what is dropped, and what a change keeps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../src/units.ts';
import { runs } from '../../runs.ts';
import { type Item, item } from './items.ts';
import { Tested } from './tested.ts';

/** A drop-tail queue as one would write it down: all packets remembered. */
function naive(packets: readonly Item[], bits: number, queue: number, bytes: number | null) {
  const inside: { start: number; end: number; bytes: number }[] = [];
  return packets.map(({ arrived, bytes: size }) => {
    const waiting = inside.filter(({ start }) => start > arrived);
    const held = waiting.reduce((sum, one) => sum + one.bytes, 0);
    const busy = inside.some(({ end }) => end > arrived);
    const full = bytes === null ? waiting.length >= queue : held + size > bytes;
    if (busy && full) return null;
    const start = Math.max(arrived, inside.at(-1)?.end ?? 0);
    inside.push({ start, end: start + (size * 8e9) / bits, bytes: size });
    return { at: start + (size * 8e9) / bits, sojourn: start - arrived };
  });
}

const arrivals = fc.array(fc.record({ gap: fc.nat(3000), bytes: fc.integer({ min: 20, max: 1500 }) }), {
  maxLength: 200,
});

const itemsOf = (packets: readonly { gap: number; bytes: number }[]): Item[] => {
  let now = 0;
  return packets.map(({ gap, bytes }) => {
    now += gap;
    return item(now, bytes);
  });
};

describe('a drop-tail queue', () => {
  it('lets packets out one after the other, and drops what finds it full, in packets or in bytes', () => {
    const limit = fc.constantFrom<[number, number | null]>([0, null], [3, null], [100, 4000], [100, 0]);
    fc.assert(
      fc.property(
        arrivals,
        limit,
        fc.constantFrom(1e6, 8e9, 3e9),
        (packets, [queue, queueBytes], bandwidth) => {
          const tested = new Tested({ bandwidth, queue, queueBytes });
          const items = itemsOf(packets);
          for (const one of items) tested.enter(one);
          tested.end();
          const expected = naive(items, bandwidth, queue, queueBytes);
          const left = new Map(tested.left.map(({ id, ...rest }) => [id, rest]));
          items.forEach(({ id }, at) => {
            const [real, right] = [left.get(id), expected[at]];
            expect(real === undefined).toBe(right === null);
            if (real === undefined || right === null) return;
            expect(real.at).toBeCloseTo(right!.at, 3);
            expect(real.sojourn).toBeCloseTo(right!.sojourn, 3);
          });
          expect(tested.dropped.length).toBe(expected.filter((one) => one === null).length);
          expect(tested.dropped.every(({ why, sojourn }) => why === 'full' && sojourn === 0)).toBe(true);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('of 150 kB before 10 Mbit/s makes the last one wait 120 ms', () => {
    const tested = new Tested({ bandwidth: 10e6, queueBytes: 150_000 });
    for (let at = 0; at < 200; at++) tested.enter(item(0));
    tested.end();
    // 100 wait beside the one that is being sent.
    expect(tested.left.length).toBe(101);
    expect(tested.left.at(-1)!.sojourn).toBeCloseTo(120 * MILLISECOND, 0);
    expect(tested.dropped.length).toBe(99);
  });

  it('is nothing without a bandwidth', () => {
    const tested = new Tested({ bandwidth: null, queue: 0 });
    for (let at = 0; at < 5; at++) tested.enter(item(7));
    expect(tested.left.map(({ at, sojourn }) => [at, sojourn])).toEqual(Array(5).fill([7, -1]));
    expect(tested.bottleneck.due).toBe(Number.POSITIVE_INFINITY);
  });

  it('is empty at the moment when the last bit has left', () => {
    const tested = new Tested({ bandwidth: 8e9, queue: 0 });
    tested.enter(item(0, 100));
    tested.enter(item(99, 100));
    tested.enter(item(100, 100));
    tested.end();
    expect([tested.left.length, tested.dropped.length]).toEqual([2, 1]);
  });
});
