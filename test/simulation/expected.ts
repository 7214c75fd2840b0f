/** The parts of a result against the probes that they are made of. */
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { expect } from 'vitest';
import type { Distribution, TransportResult } from '../../src/result/document/schema.ts';
import { SECOND } from '../../src/units.ts';
import { bitsPerSecond } from './arrived.ts';
import type { Naive, Probe } from './naive.ts';

export const count = (probes: readonly Probe[], holds: (probe: Probe) => boolean): number =>
  probes.filter(holds).length;

/** A distribution against every value it was made of. */
export function expectTimes(found: Distribution, values: readonly number[]): void {
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

export function expectCounts(result: TransportResult, truth: Naive): void {
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
}

/** @param start when the client's warm-up began; the server was told that it would 50 ms after its own start */
export function expectGoodput(result: TransportResult, truth: Naive, start: number, warmup: number): void {
  const { up, down } = truth.arrivals;
  near(result.goodput.up, bitsPerSecond(up, warmup, start + 50e6));
  near(result.goodput.down, bitsPerSecond(down, warmup, start));
}

export function expectOrder(result: TransportResult, truth: Naive): void {
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

/** `.` arrived, `d` with copies, `u` lost up, `n` lost down, `l` late, `o` out of order. */
export function expectDelivery(result: TransportResult, { probes, isLate }: Naive): void {
  const fates = result.delivery!.fates.replace(/(\d+)(.)/g, (_, n, fate) => fate.repeat(Number(n)));
  expect(fates).toHaveLength(probes.length);
  probes.forEach((probe, i) => {
    const fate = fates[i]!;
    if (probe.answeredAt === null) expect(fate).toBe(probe.reachedServer ? 'n' : 'u');
    else if (isLate(probe)) expect(fate).toBe('l');
    else expect(probe.copies > 1 ? 'do.' : 'o.').toContain(fate);
  });
  // A copy that comes when its row has been settled long since is only counted.
  if (result.probes!.duplicates! > 10) expect(fates).toContain('d');
  expect(fates.match(/o/g)?.length ?? 0).toBeLessThanOrEqual(result.probes!.reordered!);
}

export function expectIntervals(
  result: TransportResult,
  { probes, isReceived, isLate }: Naive,
  from: number,
): void {
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
