/** What happens to a run whose connections end, or whose server never moves again. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { runEcho } from './world.ts';

describe('connections that end in mid-run', () => {
  it('loses what was unanswered there, and nothing else waits for them', async () => {
    const { world, summary } = await runEcho({
      transport: 'tcp',
      rate: 1000,
      flows: 4,
      duration: 2 * SECOND,
      lossThreshold: 3 * SECOND,
      network: { up: { delay: 1e6 }, down: { delay: 1e6 } },
      meddle: (w) => w.network.time.at(w.start + SECOND, () => w.server.closeFlow(2, true)),
    });
    expect(summary.errors).toBe(1);
    const sent = summary.flows.map((flow) => flow.sent);
    expect(sent[0]! + sent[1]! + sent[3]!).toBe(1500);
    expect(sent[2]).toBeGreaterThan(249);
    expect(sent[2]).toBeLessThan(253);
    expect(summary.lost).toBeLessThan(4);
    expect(summary.received + summary.lost).toBe(summary.sent);
    expect(world.network.time.now).toBeLessThan(world.start + 2.1 * SECOND);
  });

  it('ends early when every connection has ended', async () => {
    for (const rate of [1000, null, 'closed'] as const) {
      const { world, summary } = await runEcho({
        transport: 'tcp',
        rate,
        duration: 60 * SECOND,
        network: { up: { delay: 1e6, packetTime: 1e5 }, down: { delay: 1e6 } },
        meddle: (w) => w.network.time.at(w.start + 100 * MILLISECOND, () => w.server.closeFlow(0, true)),
      });
      expect(summary.sent).toBeGreaterThan(0);
      expect(summary.received + summary.lost).toBe(summary.sent);
      expect(world.network.time.now).toBeLessThan(world.start + 5 * SECOND);
    }
  });
});

describe('a server that never moves again', () => {
  for (const rate of [1000, null, 'closed'] as const)
    for (const transport of ['tcp', 'udp'] as const)
      it(`does not hold the run: ${transport}, ${rate ?? 'max'}`, async () => {
        const { world, summary } = await runEcho({
          transport,
          rate,
          size: 4096,
          duration: SECOND,
          lossThreshold: SECOND,
          network: { up: { packetTime: 1e5, queue: 100 }, down: { delay: 1e6 } },
          stall: [0, 3600 * SECOND],
        });
        expect(summary.received).toBe(0);
        expect(summary.lost).toBe(summary.sent);
        expect(summary.sent).toBeGreaterThan(0);
        expect(world.network.time.now).toBeLessThan(world.start + 4 * SECOND);
      });
});
