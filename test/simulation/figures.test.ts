/** Every figure of a result against its definition, read from what crossed the ports. */
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import type { Distribution, TransportResult } from '../../src/result/schema.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { assembled } from './assembled.ts';
import { type Naive, naive, type Probe } from './naive.ts';
import { runEcho, type Scenario } from './world.ts';

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

const count = (probes: readonly Probe[], holds: (probe: Probe) => boolean): number =>
  probes.filter(holds).length;

/** A distribution against every value it was made of. */
function expectTimes(found: Distribution, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  expect(found.count).toBe(values.length);
  expect(decodeFromCompressedBase64(found.histogram).totalCount).toBe(values.length);
  if (values.length === 0) {
    expect([found.min, found.mean, found.stdDev, found.max, found.p50, found.confidence95]).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    return;
  }
  const squares = values.reduce((a, value) => a + (value - mean) ** 2, 0);
  expect([found.min, found.max]).toEqual([sorted[0], sorted.at(-1)]);
  near(found.mean, mean);
  near(found.stdDev, Math.sqrt(squares / (values.length - 1)));
  for (const [field, share] of [
    ['p50', 0.5],
    ['p75', 0.75],
    ['p90', 0.9],
    ['p95', 0.95],
    ['p99', 0.99],
    ['p999', 0.999],
    ['p9999', 0.9999],
  ] as const)
    digits(found[field], rank(sorted, share));
}

const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(share * sorted.length - 1e-9) - 1]!;
const near = (found: number | null, value: number): void =>
  expect(Math.abs(found! - value)).toBeLessThanOrEqual(1 + Math.abs(value) * 1e-9);
/** To the three digits of a histogram. */
const digits = (found: number | null, value: number): void =>
  expect(Math.abs(found! - value)).toBeLessThanOrEqual(1 + value / 1000);

function expectBrief(found: TransportResult['ipdv'], values: readonly number[]): void {
  if (values.length === 0) {
    expect(found).toBeNull();
    return;
  }
  const sorted = [...values].sort((a, b) => a - b);
  expect(found!.max).toBe(sorted.at(-1));
  expect(Math.abs(found!.p50! - rank(sorted, 0.5))).toBeLessThanOrEqual(2 + sorted.at(-1)! / 1000);
  expect(Math.abs(found!.p99! - rank(sorted, 0.99))).toBeLessThanOrEqual(2 + sorted.at(-1)! / 1000);
}

function expectCounts(result: TransportResult, truth: Naive): void {
  const { probes, isReceived, isLate } = truth;
  const received = count(probes, isReceived);
  const late = count(probes, isLate);
  const lost = count(probes, ({ answeredAt }) => answeredAt === null);
  expect(result.probes).toMatchObject({
    sent: probes.length,
    received,
    late,
    lost,
    duplicates: truth.duplicates,
    reordered: truth.reordered.count,
    corrupt: truth.corrupt,
    foreign: 0,
  });
  const reached = count(probes, (probe) => probe.reachedServer);
  expect(result.loss).toMatchObject({
    ratio: (lost + late) / probes.length,
    runLengths: truth.runs,
    up: {
      sent: probes.length,
      received: reached,
      lost: probes.length - reached,
      duplicates: truth.duplicatesUp,
      reordered: truth.reorderedUp.count,
    },
    down: {
      sent: reached,
      received: received + late,
      lost: reached - received - late,
      duplicates: truth.duplicates,
      reordered: truth.reorderedDown.count,
    },
  });
  expect(count(probes, (probe) => probe.reachedServer && !probe.answered)).toBe(
    result.loss.down!.causes!.notAnswered,
  );
  expect(result.bytes).toEqual({ sent: probes.length * 100, received: (received + late) * 100 });
  near(result.goodput.up, (reached * 800) / result.durationSeconds);
  near(result.goodput.down, ((received + late) * 800) / result.durationSeconds);
}

function expectOrder(result: TransportResult, truth: Naive): void {
  const arrived = count(truth.probes, ({ answeredAt }) => answeredAt !== null);
  expect(result.reordering!.extents).toEqual(truth.reordered.extents);
  expect(result.reordering!.maxExtent).toBe(Math.max(0, ...Object.keys(truth.reordered.extents).map(Number)));
  if (arrived > 0) expect(result.reordering!.ratio).toBe(truth.reordered.count / arrived);
  const { roundTrip, up, down } = result.jitter;
  for (const [found, value] of [
    [roundTrip, truth.jitter],
    [up, truth.jitterUp],
    [down, truth.jitterDown],
  ] as const) {
    if (value === null) expect(found).toBeNull();
    else near(found, value);
  }
  expectBrief(result.ipdv, truth.ipdv);
  expectBrief(result.delayVariation, truth.variation);
}

/** `.` arrived, `u` lost up, `n` lost down, `l` late, `o` out of order. */
function expectDelivery(result: TransportResult, { probes, isLate }: Naive): void {
  const fates = result.delivery!.fates.replace(/(\d+)(.)/g, (_, n, fate) => fate.repeat(Number(n)));
  expect(fates).toHaveLength(probes.length);
  probes.forEach((probe, i) => {
    const fate = fates[i]!;
    if (probe.answeredAt === null) expect(fate).toBe(probe.reachedServer ? 'n' : 'u');
    else if (isLate(probe)) expect(fate).toBe('l');
    else expect('.o').toContain(fate);
  });
  expect(fates.match(/o/g)?.length ?? 0).toBeLessThanOrEqual(result.probes!.reordered!);
}

function expectIntervals(result: TransportResult, { probes, isReceived, isLate }: Naive, from: number): void {
  for (const row of result.intervals) {
    const own = probes.filter(
      ({ sentAt }) => Math.floor((sentAt - from) / SECOND) === Math.round(row.startSeconds),
    );
    expect(row).toMatchObject({
      sent: own.length,
      received: count(own, isReceived),
      late: count(own, isLate),
      lost: count(own, ({ answeredAt }) => answeredAt === null),
    });
    const times = own
      .flatMap(({ answeredAt, intended }) => (answeredAt === null ? [] : [answeredAt - intended]))
      .sort((a, b) => a - b);
    if (times.length === 0) expect([row.p50, row.p99, row.max]).toEqual([null, null, null]);
    else {
      near(row.max, times.at(-1)!);
      digits(row.p50, rank(times, 0.5));
      digits(row.p99, rank(times, 0.99));
    }
  }
}

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
