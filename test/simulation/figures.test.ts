/** Every figure of a result against its definition, read from what crossed the ports. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { assembled } from './assembled.ts';
import {
  count,
  expectCounts,
  expectDelivery,
  expectGoodput,
  expectIntervals,
  expectOrder,
  expectTimes,
} from './expected.ts';
import { naive } from './naive.ts';
import type { Scenario } from './scenario.ts';
import { runEcho } from './world.ts';

const PATHS: Record<string, Partial<Scenario>> = {
  'a bad path': {
    flows: 3,
    network: {
      up: {
        loss: 0.05,
        duplicate: 0.1,
        corrupt: 0.03,
        reorder: 0.1,
        reorderBy: 12e6,
        delay: 2e6,
        jitter: 3e6,
      },
      down: {
        loss: 0.08,
        duplicate: 0.1,
        corrupt: 0.03,
        reorder: 0.1,
        reorderBy: 15e6,
        delay: 9e6,
        jitter: 2e6,
      },
    },
  },
  'late answers': {
    lossThreshold: 20 * MILLISECOND,
    network: { up: { delay: 1e6 }, down: { delay: 3e6, reorder: 0.2, reorderBy: 30e6, duplicate: 0.2 } },
  },
  'a server that stalls': {
    lossThreshold: 50 * MILLISECOND,
    network: { up: { loss: 0.01 }, down: { delay: 1e5 } },
    stall: [300 * MILLISECOND, 380 * MILLISECOND],
  },
  'a long path without jitter': { flows: 2, network: { up: { delay: 120e6 }, down: { delay: 150e6 } } },
  'nothing comes back': { network: { down: { loss: 1 } } },
};

const scenarioOf = (path: Partial<Scenario>, seed: number): Scenario => ({
  transport: 'udp',
  rate: 1000,
  count: 800,
  size: 100,
  warmup: 100 * MILLISECOND,
  lossThreshold: SECOND,
  ...path,
  network: { ...path.network, seed },
});

describe('every figure of an echo over UDP', () => {
  for (const [name, path] of Object.entries(PATHS))
    for (const seed of [1, 2])
      it(`${name} (seed ${seed})`, async () => {
        const outcome = await runEcho(scenarioOf(path, seed));
        const result = assembled(outcome);
        const truth = naive(outcome);
        expect(truth.probes.length).toBe(800);
        // Closed when every probe was answered, else at the last actual send plus the threshold, and not before.
        const closed = outcome.world.network.time.now;
        const last = Math.max(...outcome.books.client.sent.map(({ at }) => at));
        const end = last + outcome.world.scenario.lossThreshold!;
        if (result.probes!.lost > 0 || (result.warmup?.lost ?? 0) > 0) {
          expect(closed).toBeGreaterThan(end);
          expect(closed).toBeLessThan(end + 2 * MILLISECOND);
        } else expect(closed).toBeLessThan(end);
        expectCounts(result, truth);
        const { world } = outcome;
        expectGoodput(result, truth, world.start, world.scenario.warmup!);
        expectOrder(result, truth);
        const answered = truth.probes.filter(({ answeredAt }) => answeredAt !== null);
        const { response, service, sendLag } = result.latency;
        expectTimes(
          response!,
          answered.map(({ answeredAt, intended }) => answeredAt! - intended),
        );
        expectTimes(
          service!,
          answered.map(({ answeredAt, sentAt }) => answeredAt! - sentAt),
        );
        expectTimes(
          sendLag!,
          truth.probes.map(({ sentAt, intended }) => sentAt - intended),
        );
        expectDelivery(result, truth);
        expectIntervals(result, truth, outcome.sender.measuredFrom);
        for (const { id, sent, received, lost } of result.flows!) {
          const own = truth.probes.filter(({ flow }) => flow === id);
          expect([sent, received, lost]).toEqual([
            own.length,
            count(own, truth.isReceived),
            count(own, ({ answeredAt }) => answeredAt === null),
          ]);
        }
      });
});

describe('warm-up', () => {
  it('is not part of anything, though its answers come in the measured part and the other way round', async () => {
    const outcome = await runEcho(scenarioOf({ network: { down: { delay: 60e6, loss: 0.2 } } }, 3));
    const result = assembled(outcome);
    const warm = outcome.books.client.sent.filter((entry) => entry.warm);
    const back = new Set(
      outcome.books.client.received.filter((entry) => entry.warm).map(({ number }) => number),
    );
    expect(warm.length).toBe(100);
    expect(warm.at(-1)!.at).toBeLessThan(outcome.sender.measuredFrom);
    expect(result.warmup).toEqual({
      sent: 100,
      received: back.size,
      lost: 100 - back.size,
      late: 0,
    });
    expect(
      outcome.books.client.received.some(({ warm: w, at }) => w && at > outcome.sender.measuredFrom),
    ).toBe(true);
    expect(result.probes!.sent).toBe(800);
    expect(outcome.ledger.warmup.received).toBe(100);
  });
});

describe('an echo over TCP', () => {
  it('loses nothing and waits instead; what datagrams have is unknown, not none', async () => {
    const outcome = await runEcho({
      ...scenarioOf({ flows: 2, network: { up: { loss: 0.02, delay: 2e6 }, down: { loss: 0.02 } } }, 5),
      transport: 'tcp',
    });
    const result = assembled(outcome);
    const { probes } = naive(outcome);
    expect(result.probes).toMatchObject({
      sent: 800,
      received: 800,
      lost: 0,
      late: 0,
      duplicates: null,
      reordered: null,
      corrupt: null,
      foreign: null,
    });
    expect(result.reordering).toBeNull();
    expect(result.loss).toMatchObject({ ratio: 0, runLengths: {}, up: { lost: 0, causes: null } });
    expectTimes(
      result.latency.response!,
      probes.map(({ answeredAt, intended }) => answeredAt! - intended),
    );
    expectTimes(
      result.latency.service!,
      probes.map(({ answeredAt, sentAt }) => answeredAt! - sentAt),
    );
    const fates = result.delivery!.fates.replace(/(\d+)(.)/g, (_, n, fate) => fate.repeat(Number(n)));
    expect(fates).toHaveLength(800);
    // A lost segment comes again after 200 ms: it waited, and so did what came behind it.
    probes.forEach(({ answeredAt, sentAt }, i) => {
      if (answeredAt! - sentAt > 200e6) expect(fates[i]).toBe('w');
      if (answeredAt! - sentAt < 5e6) expect(fates[i]).toBe('.');
    });
    expect(fates).toContain('w');
  });
});
