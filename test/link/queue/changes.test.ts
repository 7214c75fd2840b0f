/** A bottleneck that is changed, and what is known of its queue. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Line } from '../../../src/link/queue/bottleneck.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';
import { type Item, item, line } from './items.ts';
import { Tested } from './tested.ts';

describe('a change', () => {
  const slow = { bandwidth: 1.2e6, queue: 100 };
  /** 10 ms each. */
  const filled = (options: Partial<Line> = slow): Tested => {
    const tested = new Tested(options);
    for (let at = 0; at < 10; at++) tested.enter(item(0));
    tested.bottleneck.advance(15 * MILLISECOND);
    return tested;
  };
  const times = (tested: Tested): number[] => tested.end().left.map(({ at }) => Math.round(at / MILLISECOND));

  it('of the bandwidth keeps what waits; the one that is being sent goes on at the new pace', () => {
    const tested = filled();
    tested.bottleneck.change(line({ ...slow, bandwidth: 2.4e6 }), 15 * MILLISECOND);
    expect(tested.bottleneck.inside).toBe(9);
    expect(
      tested
        .end()
        .left.slice(0, 4)
        .map(({ at }) => at / MILLISECOND),
    ).toEqual([10, 17.5, 22.5, 27.5]);
  });

  it('of the room keeps what waits, though it is more than fits', () => {
    const tested = filled();
    tested.bottleneck.change(line({ ...slow, queue: 2 }), 15 * MILLISECOND);
    expect([tested.bottleneck.inside, tested.dropped]).toEqual([9, []]);
    tested.enter(item(16 * MILLISECOND));
    expect(tested.dropped.length).toBe(1);
    expect(times(tested)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  it.each(['codel', 'fq-codel', 'none'] as const)(
    'of the management to %s keeps what waits, in order',
    (aqm) => {
      for (const from of ['none', 'codel', 'fq-codel'] as const) {
        const tested = filled({ ...slow, aqm: from });
        const ids = tested.bottleneck.waiting().map(({ id }) => id);
        tested.bottleneck.change(line({ ...slow, aqm }), 15 * MILLISECOND);
        expect(tested.bottleneck.waiting().map(({ id }) => id)).toEqual(ids);
        const left = tested
          .end()
          .left.slice(1)
          .map(({ id }) => id);
        expect(left).toEqual([...left].sort((one, other) => one - other));
        expect(left.length + tested.dropped.length).toBe(9);
        // How long they have waited is not forgotten.
        expect(tested.left[2]!.sojourn).toBe(20 * MILLISECOND);
      }
    },
  );

  it('to no bandwidth at all lets everybody go at once', () => {
    const tested = filled();
    tested.bottleneck.change(line({ ...slow, bandwidth: null }), 15 * MILLISECOND);
    expect(times(tested)).toEqual([10, ...Array(9).fill(15)]);
    expect(tested.bottleneck.inside).toBe(0);
    expect(tested.meters.moment()).toMatchObject({ packets: 0, bytes: 0 });
    tested.bottleneck.change(line(slow), 20 * MILLISECOND);
    tested.enter(item(20 * MILLISECOND));
    expect(tested.end().left.at(-1)!.at).toBe(30 * MILLISECOND);
  });
});

describe('what is known of the queue', () => {
  it('is how full it was over time, how long packets were in it, and what it dropped', () => {
    const tested = new Tested({ bandwidth: 1.2e6, queue: 3 });
    for (let at = 0; at < 6; at++) tested.enter(item(0));
    tested.end();
    const report = tested.meters.of('run')!.report();
    // 3, 2, 1 and 0 waited for 10 ms each; nobody used it after that.
    expect(report.packets).toEqual({ mean: 1.5, p50: 1, p95: 3, p99: 3, max: 3 });
    expect(report.bytes).toEqual({ mean: 2250, p50: 1500, p95: 4500, p99: 4500, max: 4500 });
    expect(report.sojourn.max).toBe(30 * MILLISECOND);
    expect(report.sojourn.mean).toBe(15 * MILLISECOND);
    expect([report.full, report.aqm, report.marked]).toEqual([2, 0, 0]);
  });

  it('equals what became of the packets, under any management', () => {
    const shapes = fc.record({
      aqm: fc.constantFrom('none' as const, 'codel' as const, 'fq-codel' as const),
      ecn: fc.boolean(),
      queueBytes: fc.constantFrom(null, 9000, 60_000),
    });
    const traffic = fc.array(
      fc.record({
        gap: fc.nat(12),
        flow: fc.nat(3),
        bytes: fc.integer({ min: 60, max: 1500 }),
        ect: fc.boolean(),
      }),
      { minLength: 50, maxLength: 500 },
    );
    fc.assert(
      fc.property(shapes, traffic, (shape, packets) => {
        const tested = new Tested({ bandwidth: 1e6, queue: 40, ...shape });
        const came = new Map<number, Item>();
        let now = 0;
        for (const { gap, flow, bytes, ect } of packets) {
          now += gap * MILLISECOND;
          const one = item(now, bytes, flow, ect);
          came.set(one.id, one);
          tested.enter(one);
        }
        tested.end();
        const ids = [...tested.left, ...tested.dropped].map(({ id }) => id);
        expect(ids.sort((one, other) => one - other)).toEqual([...came.keys()]);
        const report = tested.meters.of('run')!.report();
        expect(report.full).toBe(tested.dropped.filter(({ why }) => why === 'full').length);
        expect(report.aqm).toBe(tested.dropped.filter(({ why }) => why === 'aqm').length);
        expect(report.marked).toBe(tested.marked.length);
        if (!shape.ecn || shape.aqm === 'none') expect(report.marked).toBe(0);
        // Work conserving: never idle while somebody waits, never faster than the line.
        tested.left.forEach(({ id, at, sojourn }, index) => {
          const { arrived, bytes } = came.get(id)!;
          const start = at - (bytes * 8e9) / 1e6;
          expect(start).toBeCloseTo(arrived + sojourn, 2);
          const before = tested.left[index - 1]?.at ?? 0;
          expect(start).toBeGreaterThanOrEqual(before - 1e-3);
          if (sojourn > 0) expect(start).toBeCloseTo(before, 2);
        });
        // Little's law: what waited on average is what came a second, times how long each waited.
        const waited = [...tested.left, ...tested.dropped].reduce((sum, { sojourn }) => sum + sojourn, 0);
        const used = Math.max(now, ...tested.left.map(({ at }) => at));
        expect(report.packets.mean! * used).toBeCloseTo(waited, -4);
      }),
      { numRuns: runs(150) },
    );
  });
});
