/** The limits of a clock offset against a reading of every pair, and against clocks whose truth is known. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { clockBounds, MOST_DRIFT, type Sightings } from '../../../src/measure/delay/clock-bounds.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';
import { answersOf, scenario } from './two-clocks.ts';

const seenOf = (points: readonly { at: number; limit: number; up: boolean }[]): Sightings => {
  const sorted = [...points].sort((a, b) => a.at - b.at);
  const up = sorted.filter((point) => point.up);
  const down = sorted.filter((point) => !point.up);
  return {
    arrivals: Float64Array.from(up, ({ at }) => at),
    highest: Float64Array.from(up, ({ limit }) => limit),
    departures: Float64Array.from(down, ({ at }) => at),
    lowest: Float64Array.from(down, ({ limit }) => limit),
  };
};

/** Every sighting limits the offset at every time. */
function plainly(seen: Sightings, at: number): { low: number; high: number } {
  const away = (time: number): number => Math.abs(time - at) * MOST_DRIFT;
  return {
    high: Math.min(Infinity, ...Array.from(seen.arrivals, (time, i) => seen.highest[i]! + away(time))),
    low: Math.max(-Infinity, ...Array.from(seen.departures, (time, i) => seen.lowest[i]! - away(time))),
  };
}

describe('limits of a clock offset', () => {
  it('are those of every sighting, moved by the greatest drift', () => {
    const point = fc.record({
      at: fc.integer({ min: 0, max: 5_000_000_000 }),
      limit: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      up: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
        const seen = seenOf(points);
        const { atArrivals, atDepartures } = clockBounds(seen);
        const sides = [
          { times: seen.arrivals, limits: atArrivals },
          { times: seen.departures, limits: atDepartures },
        ];
        for (const { times, limits } of sides) {
          times.forEach((time, i) => {
            const truth = plainly(seen, time);
            if (Number.isFinite(truth.low)) expect(limits.low[i]).toBeCloseTo(truth.low, 3);
            else expect(limits.low[i]).toBe(truth.low);
            if (Number.isFinite(truth.high)) expect(limits.high[i]).toBeCloseTo(truth.high, 3);
            else expect(limits.high[i]).toBe(truth.high);
          });
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('hold the truth, whatever clocks and paths do, and are no wider than the round trip and the drift', () => {
    fc.assert(
      fc.property(scenario, (of) => {
        const answers = answersOf(of).sort((a, b) => a.arrived - b.arrived);
        const seen = seenOf(
          answers.flatMap(({ arrived, departed, sent, received }) => [
            { at: arrived, limit: arrived - sent, up: true },
            { at: departed, limit: departed - received, up: false },
          ]),
        );
        const { atArrivals, contradicts } = clockBounds(seen);
        expect(contradicts).toBe(false);
        answers.forEach((answer, i) => {
          const high = atArrivals.high[i]!;
          const low = atArrivals.low[i]!;
          const up = answer.arrived - answer.sent;
          expect(up - high).toBeLessThanOrEqual(answer.up + 2);
          expect(up - low).toBeGreaterThanOrEqual(answer.up - 2);
          for (const other of answers) {
            const trip = other.received - other.sent - (other.departed - other.arrived);
            const drifted =
              (Math.abs(other.arrived - answer.arrived) + Math.abs(other.departed - answer.arrived)) *
              MOST_DRIFT;
            expect(high - low).toBeLessThanOrEqual(trip + drifted + 2);
          }
        });
      }),
      { numRuns: runs(400) },
    );
  });

  it('contradict each other where a clock was set meanwhile', () => {
    const answers = answersOf({
      offset: 1e9,
      drift: 0,
      up: 1e6,
      ratio: 1,
      jitter: 0,
      count: 20,
      spacing: 1e7,
      residence: 1e4,
      seed: 1,
    });
    const stepped = answers.map((answer, i) =>
      i < 10 ? answer : { ...answer, arrived: answer.arrived + 1e8, departed: answer.departed + 1e8 },
    );
    const seen = seenOf(
      stepped.flatMap(({ arrived, departed, sent, received }) => [
        { at: arrived, limit: arrived - sent, up: true },
        { at: departed, limit: departed - received, up: false },
      ]),
    );
    expect(clockBounds(seen).contradicts).toBe(true);
  });
});
