/** Which probe leaves when, against the schedule written down in full. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Periodic, Poisson } from '../../../src/measure/schedule.ts';
import type { Pace } from '../../../src/session/schedule/pace.ts';
import { Pacer } from '../../../src/session/schedule/pacer.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const paces = fc.record({
  flows: fc.integer({ min: 1, max: 5 }),
  rate: fc.constantFrom(1000, 333, 7),
  warmup: fc.constantFrom(0, 20e6, 33e6),
  duration: fc.constantFrom(100e6, 77e6),
  count: fc.constantFrom(Number.POSITIVE_INFINITY, 10, 1),
  start: fc.constantFrom(0, 12_345_678),
  /** How long the driver sleeps between two turns. */
  naps: fc.array(fc.integer({ min: 1e5, max: 30e6 }), { minLength: 1, maxLength: 20 }),
  /** Whether a flow can take a probe, asked in turn. */
  takes: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
});

const REST = {
  arrivals: 'periodic',
  seed: 1,
  offset: 0,
  threshold: 3e9,
  burst: Number.POSITIVE_INFINITY,
  stall: Number.POSITIVE_INFINITY,
} as const;

interface Left {
  readonly flow: number;
  readonly intended: number;
  readonly at: number;
  readonly waited: boolean;
}

/** Runs it with a driver that sleeps as it likes and a network that takes when it likes. */
function left(pace: Pace, naps: readonly number[], takes: readonly boolean[]): Left[] {
  let asked = 0;
  let turn = 0;
  // In the end every flow takes what it is given.
  let patient = true;
  const pacer = new Pacer(pace, () => !patient || takes[asked++ % takes.length]!);
  const all: Left[] = [];
  const end = pace.start + pace.warmup + pace.duration;
  for (let now = pace.start; !pacer.finished(now) && turn < 5000; turn++) {
    patient = now < end;
    while (pacer.next(now))
      all.push({ flow: pacer.flow, intended: pacer.intended, at: now, waited: !Number.isNaN(pacer.since) });
    now += naps[turn % naps.length]!;
    if (!patient) now += 1e6;
  }
  return all;
}

describe('an open loop', () => {
  it('sends every probe of the schedule once, never early, in the order of its flow', () => {
    fc.assert(
      fc.property(paces, ({ naps, takes, ...given }) => {
        const pace: Pace = { ...given, ...REST };
        const all = left(pace, naps, takes);
        const period = 1e9 / pace.rate!;
        const from = pace.start + pace.warmup;
        const times = (start: number, until: number, most: number): number[] => {
          const list: number[] = [];
          for (let k = 0; start + k * period < until && k < most; k++) list.push(start + k * period);
          return list;
        };
        const expected = [
          ...times(pace.start, from, Number.POSITIVE_INFINITY),
          ...times(from, from + pace.duration, pace.count),
        ];
        const warm = expected.filter((time) => time < from).length;
        const key = ({ flow, intended }: { flow: number; intended: number }): string => `${intended} ${flow}`;
        expect(all.map(key).sort()).toEqual(
          expected
            .map((intended, k) => key({ flow: (k < warm ? k : k - warm) % pace.flows, intended }))
            .sort(),
        );
        for (let flow = 0; flow < pace.flows; flow++) {
          const own = all.filter((probe) => probe.flow === flow).map(({ intended }) => intended);
          expect(own).toEqual([...own].sort((a, b) => a - b));
        }
        for (const { intended, at } of all) expect(at).toBeGreaterThanOrEqual(intended);
      }),
      { numRuns: runs(200) },
    );
  });

  it('what waited for its flow says so, and nothing else does', () => {
    fc.assert(
      fc.property(paces, ({ naps, ...given }) => {
        const pace: Pace = { ...given, ...REST };
        expect(left(pace, naps, [true]).some(({ waited }) => waited)).toBe(false);
        expect(
          left(pace, naps, [false]).every(({ waited, intended, at }) => waited || at - intended < 31e6),
        ).toBe(true);
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('schedules', () => {
  it('periodic: multiples, not sums, so that an hour ends where it must', () => {
    const schedule = new Periodic(0, 1e9 / 3);
    for (let k = 0; k < 10_800; k++) schedule.advance();
    expect(Math.abs(schedule.next - 3600e9)).toBeLessThan(1);
  });

  it('poisson: exponential gaps of the asked mean, independent of each other (Kolmogorov and Smirnov)', () => {
    const schedule = new Poisson(0, 1000, 42);
    const gaps: number[] = [];
    for (let k = 0, last = 0; k < 5000; k++) {
      gaps.push(schedule.next - last);
      last = schedule.next;
      schedule.advance();
    }
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    expect(Math.abs(mean / 1e6 - 1)).toBeLessThan(0.05);
    const sorted = [...gaps].sort((a, b) => a - b);
    const farthest = Math.max(
      ...sorted.map((gap, i) => Math.abs(1 - Math.exp(-gap / 1e6) - (i + 0.5) / sorted.length)),
    );
    // 1.63 / √n is the bound of 1 %.
    expect(farthest).toBeLessThan(1.63 / Math.sqrt(gaps.length));
    const products = gaps.slice(1).map((gap, i) => (gap - mean) * (gaps[i]! - mean));
    const correlation =
      products.reduce((a, b) => a + b, 0) / gaps.reduce((a, gap) => a + (gap - mean) ** 2, 0);
    expect(Math.abs(correlation)).toBeLessThan(0.05);
  });

  it('the same seed gives the same times, another one others', () => {
    const times = (seed: number): number[] => {
      const schedule = new Poisson(0, 1000, seed);
      return Array.from({ length: 5 }, () => {
        schedule.advance();
        return schedule.next;
      });
    };
    expect(times(1)).toEqual(times(1));
    expect(times(1)).not.toEqual(times(2));
  });
});
