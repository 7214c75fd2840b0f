/** Streams over a narrow place, from 100 kbit/s to 1 Gbit/s, held against what crossed it in the same time. */
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/net/memory/link.ts';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { assembleStream } from '../../src/run/client/assemble/stream/stream.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { bytesBetween } from './arrived.ts';
import { streamInput } from './assembled.ts';
import type { Scenario } from './scenario.ts';
import { runStream } from './world.ts';

const WRITE = 128 * 1024;

interface Case {
  readonly bandwidth: number;
  /** ns; short where there are many segments. */
  readonly duration: number;
}
const CASES: readonly Case[] = [
  { bandwidth: 100e3, duration: 10 * SECOND },
  { bandwidth: 1e6, duration: 10 * SECOND },
  { bandwidth: 2e6, duration: 5 * SECOND },
  { bandwidth: 10e6, duration: 2 * SECOND },
  { bandwidth: 100e6, duration: SECOND / 2 },
  { bandwidth: 1e9, duration: SECOND / 10 },
];

async function run({ bandwidth, duration }: Case, changes: Partial<Scenario>, loss = 0) {
  const way = { bandwidth, delay: Math.min(5 * MILLISECOND, duration / 1000), loss };
  const scenario: Scenario = {
    transport: 'tcp',
    mode: 'up',
    rate: null,
    size: WRITE,
    warmup: duration / 4,
    duration,
    lossThreshold: 3 * SECOND,
    network: { seed: 7, up: way, down: way },
    ...changes,
  };
  const outcome = await runStream(scenario);
  return { outcome, result: assembleStream(streamInput(outcome)) };
}

/** Bits per second that crossed in the span that begins one warm-up after the first byte. */
function crossed({ carried }: Link, { warmup = 0, duration = 0 }: Scenario): number {
  const from = carried[0]!.at + warmup;
  return (bytesBetween(carried, from, from + duration) * 8e9) / duration;
}

const share = (found: number | null, truth: number): number => found! / truth - 1;

function expectWhole(result: TransportResult, bandwidth: number): void {
  for (const row of result.intervals) {
    const seconds = row.endSeconds - row.startSeconds;
    expect(seconds).toBeGreaterThan(0);
    for (const bytes of [row.bytesUp, row.bytesDown])
      expect((bytes ?? 0) * 8).toBeLessThanOrEqual(bandwidth * seconds * 1.001 + 1448 * 8);
  }
  for (const direction of [result.loss.up, result.loss.down]) {
    if (direction === null) continue;
    expect(direction).toMatchObject({ lost: 0, ratio: 0 });
    expect(direction.received).toBeLessThanOrEqual(direction.sent!);
  }
  expect(result.warmup!.lost).toBe(0);
}

describe.each(['up', 'down', 'both'] as const)('TCP %s over a narrow place', (mode) => {
  it.each(CASES)('of $bandwidth bit/s: what arrived is what crossed it', async (one) => {
    const { outcome, result } = await run(one, { mode });
    const { up, down } = outcome.world.network;
    if (mode !== 'down')
      expect(Math.abs(share(result.goodput.up, crossed(up, outcome.world.scenario)))).toBeLessThan(0.005);
    if (mode !== 'up')
      expect(Math.abs(share(result.goodput.down, crossed(down, outcome.world.scenario)))).toBeLessThan(0.005);
    expectWhole(result, one.bandwidth);
    if (result.probes !== null) {
      const { sent, received, lost, open } = result.probes;
      expect([lost, received + lost + open!]).toEqual([0, sent]);
    }
  });

  it.each(CASES.filter(({ bandwidth }) => bandwidth >= 1e6))(
    'of $bandwidth bit/s that loses a packet in a hundred: the same',
    async (one) => {
      const { outcome, result } = await run(one, { mode, size: 8192, window: 16 * 1024 }, 0.01);
      const { up, down } = outcome.world.network;
      // A program reads in order: at the end of the span some of what came may still wait for what was lost.
      if (mode !== 'down')
        expect(Math.abs(share(result.goodput.up, crossed(up, outcome.world.scenario)))).toBeLessThan(0.02);
      if (mode !== 'up')
        expect(Math.abs(share(result.goodput.down, crossed(down, outcome.world.scenario)))).toBeLessThan(
          0.02,
        );
      expect(result.loss.up?.lost ?? result.loss.down?.lost).toBe(0);
    },
  );
});

describe('the narrow place is not the only one', () => {
  it('a schedule below it: what was asked for arrives, and is the goodput', async () => {
    for (const mode of ['up', 'down'] as const) {
      const { result } = await run(
        { bandwidth: 10e6, duration: 4 * SECOND },
        { mode, rate: 100, size: 5000 },
      );
      expect(Math.abs(share(result.goodput[mode], 4e6))).toBeLessThan(0.002);
      expect(result.probes).toMatchObject({ sent: 400, received: 400, lost: 0, open: 0 });
    }
  });

  it('a schedule above it: no more is told than crosses, and nothing is lost', async () => {
    const one = { bandwidth: 2e6, duration: 4 * SECOND };
    const { outcome, result } = await run(one, { rate: 1000, size: 5000 });
    expect(
      Math.abs(share(result.goodput.up, crossed(outcome.world.network.up, outcome.world.scenario))),
    ).toBeLessThan(0.005);
    expectWhole(result, one.bandwidth);
  });

  it('a receiver that stands still for a while reads it all at once, and shows no more than crossed', async () => {
    const one = { bandwidth: 2e6, duration: 4 * SECOND };
    const { outcome, result } = await run(one, { stall: [2.2 * SECOND, 2.9 * SECOND] });
    expect(
      Math.abs(share(result.goodput.up, crossed(outcome.world.network.up, outcome.world.scenario))),
    ).toBeLessThan(0.005);
    expectWhole(result, one.bandwidth);
  });

  it('a connection that ends in mid-run loses what it had not brought, and no other does', async () => {
    const { result } = await run(
      { bandwidth: 10e6, duration: 2 * SECOND },
      { flows: 2, meddle: (w) => w.network.time.at(w.start + SECOND, () => w.server.closeFlow(1, true)) },
    );
    expect(result.loss.up!.lost).toBeGreaterThan(0);
    expect(result.loss.up!.lost).toBeLessThan(4);
  });
});

describe.each(['up', 'down'] as const)('UDP %s faster than a narrow place lets through', (mode) => {
  it.each([100e3, 10e6, 100e6])('of %s bit/s: what arrived is what crossed it', async (bandwidth) => {
    const duration = bandwidth < 1e6 ? 10 * SECOND : SECOND;
    const rate = (2 * bandwidth) / 8 / 1448;
    const { outcome, result } = await run(
      { bandwidth, duration },
      { mode, transport: 'udp', rate, size: 1448 },
    );
    const truth = crossed(outcome.world.network[mode], outcome.world.scenario);
    expect(truth).toBeGreaterThan(0.98 * bandwidth);
    expect(Math.abs(share(result.goodput[mode], truth))).toBeLessThan(0.005);
    // Half of them died in its queue; those that waited there when the time was over arrived, and are none of it.
    expect(result.loss.ratio).toBeGreaterThan(0.3);
    for (const row of result.intervals) {
      const bytes = mode === 'up' ? row.bytesUp : row.bytesDown;
      expect(bytes! * 8).toBeLessThanOrEqual(bandwidth * (row.endSeconds - row.startSeconds) + 1448 * 8);
    }
  });
});
