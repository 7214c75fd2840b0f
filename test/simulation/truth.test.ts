/** Truth next to measured values, equal to the datagram: duplicates, damage, tail losses, both directions, full buffers. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import type { Scenario } from './scenario.ts';
import { truthOf } from './truth.ts';
import { runEcho, runStream } from './world.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const PATHS: Record<string, Partial<Scenario>> = {
  perfect: {},
  'loss in both directions': { network: { up: { loss: 0.05 }, down: { loss: 0.03 } } },
  'loss and duplicates that would cancel each other': {
    network: { up: { loss: 0.05, duplicate: 0.05 }, down: { loss: 0.05, duplicate: 0.05 } },
  },
  'everything at once': {
    size: 100,
    network: {
      up: { loss: 0.1, duplicate: 0.1, corrupt: 0.02, reorder: 0.1, reorderBy: 5e6, delay: 2e6, jitter: 1e6 },
      down: {
        loss: 0.1,
        duplicate: 0.1,
        corrupt: 0.02,
        reorder: 0.1,
        reorderBy: 5e6,
        delay: 3e6,
        jitter: 1e6,
      },
    },
  },
  'nothing comes back': { network: { down: { loss: 1 } } },
  'nothing arrives': { network: { up: { loss: 1 } } },
  'a full receive buffer at the server': {
    serverBuffer: 640,
    rate: null,
    warmup: 5 * MILLISECOND,
    network: { up: { packetTime: 1000 } },
  },
  'many flows': { flows: 37, network: { up: { loss: 0.02, delay: 1e6 }, down: { loss: 0.02, delay: 1e6 } } },
  keyed: { key: Buffer.from('a key of a session'), network: { up: { loss: 0.1 }, down: { duplicate: 0.1 } } },
};

describe('echo: measured equals the truth', () => {
  for (const [name, path] of Object.entries(PATHS))
    for (const seed of [1, 2, 3])
      it(`${name} (seed ${seed})`, async () => {
        const scenario: Scenario = {
          transport: 'udp',
          rate: 1000,
          count: name === 'a full receive buffer at the server' ? 5000 : 2000,
          warmup: 100 * MILLISECOND,
          ...path,
          network: { ...path.network, seed },
        };
        const { world, summary, ledger } = await runEcho(scenario);
        const up = truthOf(world.network.up);
        const down = truthOf(world.network.down);
        expect(summary.sent).toBe(scenario.count);
        expect(up.sent).toBe(summary.sent);
        expect(sum(ledger.received)).toBe(up.arrived);
        expect(sum(ledger.sent)).toBe(down.sent);
        expect(ledger.duplicates).toBe(up.extra);
        // What is damaged may say of itself that it is warm-up: it is counted all the same.
        expect(ledger.corrupt).toBe(world.network.up.fates.reduce((all, fate) => all + fate.corrupt, 0));
        expect(summary.received + summary.late).toBe(down.arrived);
        expect(summary.sent).toBe(summary.received + summary.late + summary.lost);
        expect(summary.sent - sum(ledger.received) + (sum(ledger.sent) - down.arrived)).toBe(summary.lost);
        expect(ledger.foreign).toBe(0);
        expect(summary.foreign).toBe(0);
      });
});

describe('one way: measured equals the truth', () => {
  for (const mode of ['up', 'down', 'both'] as const)
    for (const rate of [2000, null])
      it(`${mode} at ${rate ?? 'max'}`, async () => {
        const bad = {
          loss: 0.07,
          duplicate: 0.05,
          reorder: 0.05,
          reorderBy: 3e6,
          delay: 1e6,
          packetTime: 10_000,
          queue: 50,
        };
        const { world, summary, ledger } = await runStream({
          transport: 'udp',
          mode,
          rate,
          flows: 3,
          count: 3000,
          warmup: 50 * MILLISECOND,
          size: 200,
          network: { seed: 7, up: bad, down: bad },
        });
        const up = truthOf(world.network.up);
        const down = truthOf(world.network.down);
        expect(up.sent).toBe(mode === 'down' ? 0 : 3000);
        expect(down.sent).toBe(mode === 'up' ? 0 : 3000);
        expect(sum(summary.sentOf)).toBe(up.sent);
        expect(sum(ledger.received)).toBe(up.arrived);
        expect(ledger.duplicates).toBe(up.extra);
        expect(sum(ledger.sent)).toBe(down.sent);
        expect(sum(summary.receivedOf)).toBe(down.arrived);
        expect(summary.duplicates).toBe(down.extra);
        expect(summary.bytesReceived).toBe(down.arrived * 200);
      });
});

describe('tail losses', () => {
  it('counts the last probes of a run, though nothing comes after them', async () => {
    const { world, summary, ledger } = await runEcho({
      transport: 'udp',
      rate: 1000,
      count: 500,
      network: { down: { delay: 1e6 } },
      meddle: (w) => {
        // The server's machine dies with the last 20 probes still to come.
        w.network.time.at(w.start + 480 * MILLISECOND - 500_000, () => w.server.closeFlow(0));
      },
    });
    expect(summary.sent).toBe(500);
    expect(summary.lost).toBe(20);
    expect(sum(ledger.received)).toBe(480);
    expect(world.network.time.now).toBeGreaterThan(summary.lastSent + SECOND);
  });

  it('closes as soon as every probe is answered, and only then', async () => {
    const { world, summary } = await runEcho({
      transport: 'udp',
      rate: 100,
      count: 50,
      network: { up: { delay: 40e6 }, down: { delay: 40e6 } },
    });
    expect(summary.received).toBe(50);
    expect(world.network.time.now - summary.lastSent).toBeLessThan(81e6);
  });

  it('tells late from lost by the threshold', async () => {
    const { summary } = await runEcho({
      transport: 'udp',
      rate: 1000,
      count: 300,
      lossThreshold: 50 * MILLISECOND,
      network: { seed: 3, down: { reorder: 0.1, reorderBy: 60e6, delay: 1e6 } },
    });
    expect(summary.late).toBeGreaterThan(10);
    expect(summary.received + summary.late + summary.lost).toBe(300);
    // Only what was held back in the last 50 ms can be lost: the ledger closed before it came.
    expect(summary.lost).toBeLessThan(10);
  });
});
