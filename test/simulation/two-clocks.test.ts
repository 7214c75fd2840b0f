/**
 * Whole runs in which the server has a clock of its own, over paths that lose, reorder, duplicate and are longer one way:
 * the true delay of every probe lies in its interval. SOCKBENCH_CLOCK_RUNS=10000 tries as many runs (npm run clocks).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockBounds, MOST_DRIFT } from '../../src/measure/delay/clock-bounds.ts';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { SECOND } from '../../src/units.ts';
import { runs } from '../runs.ts';
import { assembled } from './assembled.ts';
import { reading } from './clocked.ts';
import { type EchoOutcome, runEcho } from './world.ts';

const RUNS = Number(process.env['SOCKBENCH_CLOCK_RUNS'] ?? runs(40));
/** ns: times are whole, and figures have three digits. */
const ROUNDING = 3;
const DIGITS = 1.002;

const side = fc.record({
  loss: fc.constantFrom(0, 0.05, 0.3),
  duplicate: fc.constantFrom(0, 0.1),
  reorder: fc.constantFrom(0, 0.1),
  reorderBy: fc.constant(15e6),
  jitter: fc.constantFrom(0, 1e5, 2e7),
});

const world = fc.record({
  /** Each end counts from some hours ago, or one of them from an hour more. */
  offset: fc.integer({ min: -3.6e12, max: 3.6e12 }).map((offset) => 7.2e12 + offset),
  drift: fc.integer({ min: -200, max: 200 }).map((ppm) => ppm * 1e-6),
  delay: fc.integer({ min: 10_000, max: 40_000_000 }),
  ratio: fc.oneof(
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 50 }).map((n) => 1 / n),
  ),
  up: side,
  down: side,
  rate: fc.constantFrom(10, 100, 1000),
  count: fc.integer({ min: 2, max: 60 }),
  transport: fc.constantFrom('udp' as const, 'tcp' as const),
  seed: fc.nat(),
});

type Way = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface Probe {
  readonly sent: number;
  readonly came: number;
  readonly left: number;
  readonly back: number;
}

/** Of what was answered, in the network's time. */
function probesOf({ books: { client, server } }: EchoOutcome): Probe[] {
  type Entries = typeof client.sent;
  const first = (entries: Entries) => new Map(entries.toReversed().map(({ number, at }) => [number, at]));
  const [sent, came, left, back] = [client.sent, server.received, server.sent, client.received].map(first);
  return [...back!.keys()].map((number) => ({
    sent: sent!.get(number)!,
    came: came!.get(number)!,
    left: left!.get(number)!,
    back: back!.get(number)!,
  }));
}

function delays(of: Way) {
  const { delay, ratio, up, down, offset, drift, rate, count, transport, seed } = of;
  const clock = { offset, drift };
  const network = { seed, up: { ...up, delay }, down: { ...down, delay: Math.round(delay * ratio) } };
  // Far over the longest way there and back.
  return { clock, scenario: { transport, rate, count, clock, network, lossThreshold: 10 * SECOND } as const };
}

/** Every probe's own interval, from the times that its answer carried. */
function everyProbe(probes: readonly Probe[], of: Way): void {
  const clock = { offset: of.offset, drift: of.drift };
  const byCame = probes.toSorted((a, b) => a.came - b.came);
  const byLeft = probes.toSorted((a, b) => a.left - b.left);
  const seen = {
    arrivals: Float64Array.from(byCame, ({ came }) => reading(clock, came)),
    highest: Float64Array.from(byCame, ({ came, sent }) => reading(clock, came) - sent),
    departures: Float64Array.from(byLeft, ({ left }) => reading(clock, left)),
    lowest: Float64Array.from(byLeft, ({ left, back }) => reading(clock, left) - back),
  };
  const { atArrivals, atDepartures, contradicts } = clockBounds(seen);
  expect(contradicts).toBe(false);
  byCame.forEach(({ sent, came }, i) => {
    const measured = reading(clock, came) - sent;
    expect(measured - atArrivals.high[i]!).toBeLessThanOrEqual(came - sent + ROUNDING);
    expect(measured - atArrivals.low[i]!).toBeGreaterThanOrEqual(came - sent - ROUNDING);
    // Never wider than any round trip, and what the clocks may have drifted since.
    const widest = Math.min(
      ...probes.map((one) => {
        const away = Math.abs(one.came - came) + Math.abs(one.left - came);
        return one.came - one.sent + one.back - one.left + away * (1 + 2 * of.drift) * MOST_DRIFT * 1.001;
      }),
    );
    expect(atArrivals.high[i]! - atArrivals.low[i]!).toBeLessThanOrEqual(
      widest + away(of, probes) + ROUNDING,
    );
  });
  byLeft.forEach(({ left, back }, i) => {
    const measured = back - reading(clock, left);
    expect(measured + atDepartures.low[i]!).toBeLessThanOrEqual(back - left + ROUNDING);
    expect(measured + atDepartures.high[i]!).toBeGreaterThanOrEqual(back - left - ROUNDING);
  });
}

/** What a residence of some microseconds drifts by. */
const away = (of: Way, probes: readonly Probe[]): number =>
  Math.max(...probes.map(({ came, left }) => left - came)) * Math.abs(of.drift) + 1;

/** Order statistics of what lies between bounds lie between those of the bounds. */
function holds(delay: NonNullable<TransportResult['delay']>['up'], truth: readonly number[]): void {
  const sorted = truth.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
    ['max', 1],
  ] as const) {
    const [low, high] = delay[name]!;
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(at(share) * DIGITS + ROUNDING);
    expect(high * DIGITS + ROUNDING).toBeGreaterThanOrEqual(at(share));
  }
}

it(`the true delays lie in their intervals, in ${RUNS} runs`, { timeout: 60_000 + RUNS * 100 }, async () => {
  await fc.assert(
    fc.asyncProperty(world, async (of) => {
      const outcome = await runEcho(delays(of).scenario);
      const probes = probesOf(outcome);
      if (probes.length === 0) return;
      everyProbe(probes, of);
      const { delay, latency, owners } = assembled(outcome);
      expect(delay!.basis).toBe('none');
      holds(
        delay!.up,
        probes.map(({ sent, came }) => came - sent),
      );
      holds(
        delay!.down,
        probes.map(({ left, back }) => back - left),
      );
      const trips = probes.map(({ sent, came, left, back }) => came - sent + back - left);
      const mean = trips.reduce((sum, trip) => sum + trip, 0) / trips.length;
      // The time in the server passes by its clock.
      expect(Math.abs(latency.network!.mean! - mean)).toBeLessThanOrEqual(away(of, probes) + ROUNDING);
      expect(Object.values(owners!.all).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const share of Object.values(owners!.slowest)) expect(share).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: RUNS },
  );
});
