/** Open loop is free of coordinated omission: a server that stands still shows in the percentiles, whoever waits. */
import { describe, expect, it } from 'vitest';
import { Histogram, type HistogramData } from '../../src/measure/histogram.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { runEcho } from './world.ts';

const distributionOf = (data: HistogramData) => {
  const histogram = new Histogram();
  histogram.add(data);
  return (percentile: number): number => histogram.quantile(percentile / 100)!;
};

describe('a server that stands still for 500 ms in a run of 5 s', () => {
  for (const transport of ['tcp', 'udp'] as const)
    for (const arrivals of ['periodic', 'poisson'] as const)
      it(`shows in the response time: ${transport}, ${arrivals}`, async () => {
        const { summary } = await runEcho({
          transport,
          rate: 1000,
          arrivals,
          duration: 5 * SECOND,
          lossThreshold: 3 * SECOND,
          network: { up: { delay: 1e5 }, down: { delay: 1e5 } },
          stall: [2 * SECOND, 2.5 * SECOND],
        });
        expect(summary.received).toBe(summary.sent);
        // 10 % of the probes wait between 0 and 500 ms: p95 is in the middle of those.
        const response = distributionOf(summary.response!);
        expect(response(95)).toBeGreaterThan(225 * MILLISECOND);
        expect(response(95)).toBeLessThan(275 * MILLISECOND);
        expect(response(89)).toBeLessThan(30 * MILLISECOND);
        expect(response(100)).toBeGreaterThan(480 * MILLISECOND);
      });

  it('does not show in a closed loop, which is blind to it', async () => {
    const { summary } = await runEcho({
      transport: 'tcp',
      rate: 'closed',
      duration: 5 * SECOND,
      lossThreshold: 3 * SECOND,
      network: { up: { delay: 5e5 }, down: { delay: 5e5 } },
      stall: [2 * SECOND, 2.5 * SECOND],
    });
    expect(summary.response).toBeNull();
    expect(summary.sendLag).toBeNull();
    expect(distributionOf(summary.service)(99)).toBeLessThan(5 * MILLISECOND);
    expect(distributionOf(summary.service)(100)).toBeGreaterThan(490 * MILLISECOND);
    expect(summary.received).toBe(summary.sent);
    expect(summary.sent).toBeGreaterThan(4000);
  });
});

describe('a connection that is full', () => {
  it('makes probes wait in the schedule: in the response time, and as blocked, not as send lag', async () => {
    const { summary } = await runEcho({
      transport: 'tcp',
      rate: 1000,
      size: 16_384,
      duration: 2 * SECOND,
      lossThreshold: 3 * SECOND,
      network: { up: { delay: 1e5 }, down: { delay: 1e5 } },
      stall: [SECOND, 1.5 * SECOND],
    });
    expect(summary.sent).toBe(2000);
    expect(summary.received).toBe(2000);
    expect(summary.blocked.count).toBeGreaterThan(400);
    expect(summary.blocked.max).toBeGreaterThan(400 * MILLISECOND);
    expect(distributionOf(summary.sendLag!)(100)).toBeLessThan(5 * MILLISECOND);
    expect(distributionOf(summary.response!)(99)).toBeGreaterThan(400 * MILLISECOND);
  });

  it('keeps the order of numbers, and sends every probe of a count exactly once', async () => {
    const { world, summary } = await runEcho({
      transport: 'udp',
      rate: 100_000,
      count: 3000,
      flows: 3,
      network: { up: { packetTime: 20_000, queue: 10 } },
    });
    expect(summary.sent).toBe(3000);
    expect(summary.received).toBe(3000);
    expect(world.network.up.fates).toHaveLength(3000);
    expect(summary.flows.map((flow) => flow.sent)).toEqual([1000, 1000, 1000]);
  });
});

describe('closed loop over a path that loses', () => {
  it('sends again when the threshold has passed, one probe of a flow at a time', async () => {
    const { summary } = await runEcho({
      transport: 'udp',
      rate: 'closed',
      flows: 4,
      count: 400,
      lossThreshold: 100 * MILLISECOND,
      network: { seed: 5, up: { loss: 0.05, delay: 1e6 }, down: { loss: 0.05, delay: 1e6 } },
    });
    expect(summary.sent).toBe(400);
    expect(summary.lost).toBeGreaterThan(15);
    expect(summary.received + summary.lost).toBe(400);
  });
});
