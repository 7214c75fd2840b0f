/** What becomes of probes that could not leave when they were due, against the schedule written down in full. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Pace } from '../../src/session/schedule/pace.ts';
import { Pacer } from '../../src/session/schedule/pacer.ts';
import { expect } from '../quick.ts';
import { runs } from '../runs.ts';

const SECOND = 1e9;
const pace: Pace = {
  flows: 3,
  rate: 1000,
  arrivals: 'periodic',
  seed: 1,
  start: 0,
  warmup: 0,
  duration: 5 * SECOND,
  count: Number.POSITIVE_INFINITY,
  offset: 0,
  threshold: SECOND,
  burst: 16,
  stall: Number.POSITIVE_INFINITY,
};

interface Offered {
  readonly intended: number;
  readonly at: number;
  readonly since: number;
}

interface Life {
  readonly pace: Pace;
  readonly writable?: (flow: number, now: number) => boolean;
  /** From, to: it is not called. */
  readonly stops?: readonly (readonly [number, number])[];
  readonly haltAt?: number;
}

/** Follows the deadlines, as a driver does, except where the program stands still. */
function live({ pace: given, writable = () => true, stops = [], haltAt = Number.POSITIVE_INFINITY }: Life) {
  const offered: Offered[] = [];
  const unsent: Offered[] = [];
  let now = given.start;
  const pacer = new Pacer(
    given,
    (flow) => writable(flow, now),
    (intended, at, since) => unsent.push({ intended, at, since }),
  );
  for (let turns = 0; !pacer.finished(now) && turns < 200_000; turns++) {
    while (pacer.next(now)) offered.push({ intended: pacer.intended, at: now, since: pacer.since });
    // A port tells when a flow takes more: so often here.
    let next = Math.min(pacer.deadline, now + 10e6);
    for (const [from, to] of stops) if (next > from && next < to) next = to;
    if (next >= haltAt) {
      pacer.halt();
      break;
    }
    now = Math.max(now + 1000, next);
  }
  return { offered, unsent };
}

const dueUntil = (end: number, { start, rate }: Pace): number[] => {
  const times: number[] = [];
  const period = 1e9 / rate!;
  for (let k = 0; start + k * period < end; k++) times.push(start + k * period);
  return times;
};
const sorted = (times: readonly number[]): number[] => [...times].sort((a, b) => a - b);

/** Never more at once, and in the long run, than it says. */
function expectSpread(offered: readonly Offered[], burst: number, rate: number): void {
  for (let first = 0, last = 0; last < offered.length; last++) {
    while (offered[last]!.at - offered[first]!.at > 50e6) first++;
    const span = offered[last]!.at - offered[first]!.at;
    expect(last - first).toBeLessThanOrEqual(burst + (2 * rate * span) / 1e9);
  }
}

describe('a program that stood still', () => {
  it('sends a small backlog at once, the rest at twice the rate, and nothing that is later than the threshold', () => {
    const { offered, unsent } = live({ pace, stops: [[SECOND, 3.5 * SECOND]] });
    // Due from 1 to 2.5 s: later than the threshold when it woke at 3.5 s. What it had no time for meanwhile, too.
    expect(unsent.filter(({ intended }) => intended < 2.5 * SECOND - 1)).toHaveLength(1499);
    expect(unsent.every(({ at, intended }) => at - intended > SECOND || at >= pace.duration)).toBe(true);
    expect(offered.filter(({ at }) => at === 3.5 * SECOND)).toHaveLength(16);
    const caughtUp = offered.find(({ at, intended }) => at > 3.5 * SECOND && at - intended < 2e6)!;
    expect(caughtUp.at / SECOND).toBeGreaterThan(4.4);
    expect(caughtUp.at / SECOND).toBeLessThan(4.6);
    expectSpread(offered, 16, 1000);
    expect(sorted([...offered, ...unsent].map(({ intended }) => intended))).toEqual(
      dueUntil(5 * SECOND, pace),
    );
  });

  it('where no burst does harm, sends all that is not too late at once', () => {
    const { offered } = live({
      pace: { ...pace, burst: Number.POSITIVE_INFINITY },
      stops: [[SECOND, 1.5 * SECOND]],
    });
    expect(offered.filter(({ at }) => at === 1.5 * SECOND).length).toBeGreaterThan(498);
    expect(offered).toHaveLength(5000);
  });
});

describe('every probe that was due', () => {
  it('was offered once, or told as one that never left: whatever stands still, is full or ends early', () => {
    fc.assert(
      fc.property(
        fc.record({
          rate: fc.constantFrom(100, 333, 1000),
          burst: fc.constantFrom(16, 100, Number.POSITIVE_INFINITY),
          threshold: fc.constantFrom(0.1 * SECOND, SECOND),
          count: fc.constantFrom(Number.POSITIVE_INFINITY, 200),
          stop: fc.tuple(fc.nat(4e9), fc.nat(3e9)),
          full: fc.tuple(fc.nat(4e9), fc.nat(3e9)),
          flow: fc.nat(3),
        }),
        ({ stop, full, flow, ...changes }) => {
          const own = { ...pace, ...changes };
          const { offered, unsent } = live({
            pace: own,
            stops: [[stop[0], stop[0] + stop[1]]],
            writable: (asked, now) =>
              (flow !== 3 && asked !== flow) || now < full[0] || now > full[0] + full[1],
          });
          expect(sorted([...offered, ...unsent].map(({ intended }) => intended))).toEqual(
            dueUntil(own.duration, own).slice(0, own.count),
          );
          for (const { at, intended, since } of offered) {
            expect(at - intended).toBeLessThanOrEqual(own.threshold);
            expect(at).toBeGreaterThanOrEqual(intended);
            if (!Number.isNaN(since)) expect(since).toBeGreaterThanOrEqual(intended);
          }
          if (Number.isFinite(own.burst)) expectSpread(offered, own.burst, own.rate);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('where it is halted: as many as had come due when it last looked', () => {
    const { offered, unsent } = live({ pace, writable: (_, now) => now < SECOND, haltAt: 1.5 * SECOND });
    expect(offered.every(({ at }) => at < SECOND)).toBe(true);
    expect(sorted([...offered, ...unsent].map(({ intended }) => intended))).toEqual(
      dueUntil(1.5 * SECOND, pace),
    );
    // They waited for room from the moment at which they were due.
    expect(unsent.every(({ since, intended }) => since - intended < 1e4)).toBe(true);
  });

  it('on a flow that has ended never leaves', () => {
    const told: number[] = [];
    const pacer = new Pacer(
      pace,
      () => true,
      (intended) => told.push(intended),
    );
    pacer.drop(1);
    let offered = 0;
    for (let now = 0; now < SECOND; now += 1e6) while (pacer.next(now)) offered++;
    expect([offered, told.length]).toEqual([667, 333]);
  });
});
