import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../src/measure/histogram.ts';
import { Gathering } from '../../../../src/run/client/live/gathering.ts';
import type { GeneratorSnapshot } from '../../../../src/run/client/live/reported.ts';

const one = new Histogram();
one.record(5);

const report = (now: number): GeneratorSnapshot =>
  ({
    ledger: { sent: now, total: one.data(), recent: one.data(), sendLag: one.data() },
    stream: null,
    now,
  }) as unknown as GeneratorSnapshot;
const times = (parts: readonly GeneratorSnapshot[] | null): readonly number[] | null =>
  parts?.map(({ now }) => now) ?? null;

describe('reports of several generators', () => {
  it('are given when there is one of each, oldest first', () => {
    const gathering = new Gathering(2);
    expect(gathering.next()).toBeNull();
    gathering.add(0, report(1));
    gathering.add(0, report(2));
    expect(gathering.next()).toBeNull();
    gathering.add(1, report(1.5));
    expect(times(gathering.next())).toEqual([1, 1.5]);
    expect(gathering.next()).toBeNull();
    gathering.add(1, report(2.5));
    expect(times(gathering.next())).toEqual([2, 2.5]);
  });

  it('do not wait for one that is silent for long: what it said last stands, without anything new', () => {
    const gathering = new Gathering(2);
    gathering.add(0, report(1));
    gathering.add(1, report(1));
    gathering.next();
    for (let now = 2; now <= 4; now++) gathering.add(0, report(now));
    expect(gathering.next()).toBeNull();
    gathering.add(0, report(5));
    const [alive, silent] = gathering.next()!;
    expect(alive).toEqual(report(2));
    expect(silent!.ledger).toMatchObject({
      sent: 1,
      total: { count: 1 },
      recent: { count: 0 },
      sendLag: { count: 0 },
    });
    // And the one that comes back is heard again.
    gathering.add(1, report(6));
    const [joined, back] = gathering.next()!;
    expect([joined!.now, back!.now]).toEqual([5, 6]);
    expect(joined!.ledger).toMatchObject({ sent: 5, recent: { count: 3 }, sendLag: { count: 3 } });
    expect(joined!.ledger!.total.count).toBe(1);
  });

  it('stay together however their timers drift apart, and nothing of them is left out', () => {
    const gathering = new Gathering(2);
    const periods = [250, 253];
    const due = [...periods];
    let shown = 0;
    for (let told = 1; told <= 3000; told++) {
      const generator = due[0]! <= due[1]! ? 0 : 1;
      gathering.add(generator, report(due[generator]!));
      due[generator]! += periods[generator]!;
      for (let parts = gathering.next(); parts !== null; parts = gathering.next()) {
        const [one, two] = times(parts)!;
        expect(Math.abs(one! - two!)).toBeLessThanOrEqual(253);
        for (const { ledger } of parts) shown += ledger!.recent.count;
      }
      expect(told - shown).toBeLessThanOrEqual(3);
    }
  });

  it('do not wait for one that is over', () => {
    const gathering = new Gathering(2);
    gathering.add(0, { ...report(1), phase: 'over' });
    gathering.add(1, report(1));
    gathering.next();
    expect(gathering.next()).toBeNull();
    gathering.add(1, report(2));
    const [over, alive] = gathering.next()!;
    expect(over!.ledger).toMatchObject({ sent: 1, recent: { count: 0 } });
    expect(alive!.now).toBe(2);
  });

  it('leave out one that never said anything', () => {
    const gathering = new Gathering(2);
    for (let now = 1; now <= 4; now++) gathering.add(1, report(now));
    expect(times(gathering.next())).toEqual([1]);
  });
});
