/** Whose delay it was, against paths and clocks whose truth is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_KEPT } from '../../../src/measure/delay/answer-times.ts';
import type { OffsetKnown } from '../../../src/measure/delay/known-offset.ts';
import { meansOf, OWNERS, sharesOf } from '../../../src/measure/delay/owners.ts';
import { DelaySplit, type DelaySummary } from '../../../src/measure/delay/split.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { runs } from '../../runs.ts';
import { type Answer, answersOf, type Scenario, scenario } from './two-clocks.ts';

const PLAIN: Scenario = {
  offset: 3.6e12,
  drift: 0,
  up: 5e6,
  ratio: 9,
  jitter: 0,
  count: 2000,
  spacing: 1e7,
  residence: 0,
  seed: 7,
};

function splitOf(answers: readonly Answer[], known: OffsetKnown | null = null): DelaySummary {
  const split = new DelaySplit(known);
  for (const { sent, arrived, departed, received } of answers)
    split.answered(0, 0, sent, arrived, departed, received);
  return split.close();
}

const quantile = (data: Parameters<typeof Histogram.from>[0][number], share: number): number =>
  Histogram.from([data]).quantile(share)!;

describe('split of a delay', () => {
  it('adds up to the response time, owner by owner, and never below zero', () => {
    const waits = fc.array(fc.record({ wait: fc.nat(1e8), blocked: fc.boolean() }), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(scenario, waits, fc.nat(1e7), (of, waited, unknown) => {
        const answers = answersOf(of);
        const split = new DelaySplit(null);
        let total = 0;
        answers.forEach(({ sent, arrived, departed, received }, i) => {
          const { wait, blocked } = waited[i]!;
          split.answered(blocked ? 0 : wait, blocked ? wait : 0, sent, arrived, departed, received, unknown);
          total += wait + received - sent;
        });
        const { owners, absurd, network, server } = split.close();
        expect(absurd).toBe(0);
        expect(network.count).toBe(answers.length);
        expect(server.count).toBe(answers.length);
        const sums = OWNERS.map((_, i) => owners.reduce((all, row) => all + row[i + 2]!, 0));
        for (const sum of sums) expect(sum).toBeGreaterThanOrEqual(-0.01);
        expect(sums.reduce((all, sum) => all + sum, 0) / total).toBeCloseTo(1, 9);
        const shares = sharesOf(owners, 0.01)!;
        expect(OWNERS.reduce((all, owner) => all + shares[owner], 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: runs(200) },
    );
  });

  it('gives what a server may have left unread to nobody, and no more than that', () => {
    const split = new DelaySplit(null);
    // 10 ms each way; the second waited 70 ms on its way up, of which the server was away for 50.
    split.answered(0, 0, 0, 10e6, 10e6, 20e6);
    split.answered(0, 0, 1e9, 1e9 + 80e6, 1e9 + 80e6, 1e9 + 90e6, 0, 1, 50e6);
    const { owners, network, server } = split.close();
    const means = meansOf(owners)!;
    expect([network.count, server.count]).toEqual([1, 1]);
    // The same at this end: after a stall of its own, an answer that nobody stamped.
    const own = new DelaySplit(null);
    for (const [unknown, hit] of [
      [0, false],
      [0, true],
      [1e6, false],
      [1e6, true],
    ] as const)
      own.answered(0, 0, 0, 10e6, 10e6, 90e6, unknown, 0, 0, hit);
    expect(own.close().network.count).toBe(3);
    expect(means.path).toBeCloseTo(20e6, -1);
    expect(means.unknown).toBeCloseTo(25e6, -1);
    expect(means.up).toBeCloseTo(10e6, -1);
  });

  it('holds the true delay of each direction between its two ends, and is as wide as the least round trip', () => {
    const { up, down, offset } = splitOf(answersOf(PLAIN));
    for (const share of [0.5, 0.99]) {
      expect(quantile(up!.low, share)).toBeLessThanOrEqual(5e6 * 1.001);
      expect(quantile(up!.high, share)).toBeGreaterThanOrEqual(5e6);
      expect(quantile(up!.high, share) - quantile(up!.low, share)).toBeLessThan(50.5e6);
      expect(quantile(down!.low, share)).toBeLessThanOrEqual(45e6 * 1.001);
      expect(quantile(down!.high, share)).toBeGreaterThanOrEqual(45e6);
    }
    expect(offset!.low).toBeLessThanOrEqual(3.6e12);
    expect(offset!.high).toBeGreaterThanOrEqual(3.6e12);
  });

  it('is a point where both ends read one clock', () => {
    const { up, down, believed } = splitOf(answersOf({ ...PLAIN, jitter: 1e6 }), {
      low: 3.6e12,
      high: 3.6e12,
      at: 0,
      widens: 0,
    });
    expect(believed).toBe(true);
    expect(up!.low).toEqual(up!.high);
    expect(down!.low).toEqual(down!.high);
    expect(up!.low.min).toBeCloseTo(5e6, -2);
    expect(down!.low.min).toBeCloseTo(45e6, -2);
  });

  it('does not believe a clock that the answers rule out', () => {
    const { believed, up } = splitOf(answersOf(PLAIN), { low: 0, high: 1e6, at: 0, widens: 0 });
    expect(believed).toBe(false);
    expect(up!.high.max).toBeGreaterThan(5e6);
  });

  it('tells what varies up from what varies down, without knowing the clocks, while they drift', () => {
    for (const drift of [-200e-6, 0, 35e-6]) {
      const answers = answersOf({ ...PLAIN, drift }).map((answer, i) => {
        // Every tenth waits 8 ms on its way up: its answer comes as much later.
        const more = i % 10 === 3 ? 8e6 : 0;
        return {
          ...answer,
          arrived: answer.arrived + more,
          departed: answer.departed + more,
          received: answer.received + more,
        };
      });
      const { up, down, offset } = splitOf(answers);
      expect(Math.abs(quantile(up!.variation, 0.95) - 8e6)).toBeLessThan(0.2e6);
      expect(quantile(up!.variation, 0.5)).toBeLessThan(0.2e6);
      expect(quantile(down!.variation, 0.99)).toBeLessThan(0.2e6);
      expect(offset!.drift! - drift).toBeCloseTo(0, 5);
    }
  });

  it('gives a queue that stays to its direction, and to no clock', () => {
    const answers = answersOf({ ...PLAIN, count: 3000 }).map((answer, i, all) => {
      const more = i > all.length / 2 ? 20e6 : 0;
      return { ...answer, received: answer.received + more };
    });
    const { up, down } = splitOf(answers);
    expect(quantile(down!.variation, 0.9)).toBeGreaterThan(19e6);
    expect(quantile(up!.variation, 0.99)).toBeLessThan(1e6);
  });

  it('gives time in the server to the server, exactly', () => {
    const { server, network, owners } = splitOf(answersOf({ ...PLAIN, residence: 70e6 }));
    expect(network.max).toBeLessThan(50.1e6);
    expect(server.max).toBeGreaterThan(69e6);
    expect(meansOf(owners, 0.01)!.server).toBeGreaterThan(69e6);
    expect(meansOf(owners, 0.01)!.path).toBeCloseTo(50e6, -6);
  });

  it('says nothing of directions where a clock was set, and calls the rest unknown', () => {
    const answers = answersOf({ ...PLAIN, jitter: 5e6 }).map((answer, i) =>
      i < 500 ? answer : { ...answer, arrived: answer.arrived + 1e9, departed: answer.departed + 1e9 },
    );
    const { up, down, offset, owners, network } = splitOf(answers);
    expect([up, down, offset]).toEqual([null, null, null]);
    const means = meansOf(owners)!;
    expect([means.up, means.down]).toEqual([0, 0]);
    expect(means.path + means.unknown).toBeCloseTo(network.mean, 0);
  });

  it('leaves out times that cannot be true', () => {
    const split = new DelaySplit(null);
    split.answered(0, 0, 0, 100, 50, 1000);
    split.answered(0, 0, 0, 100, 5000, 1000);
    split.answered(0, 0, 0, Number.NaN, 5000, 1000);
    split.answered(0, 0, 0, 1e18, -1e18, 1000);
    const { absurd, network, owners } = split.close();
    expect(absurd).toBe(4);
    expect(network.count).toBe(0);
    expect(sharesOf(owners)!.unknown).toBe(1);
  });

  it('keeps no more than it may, and is right beyond it', () => {
    const { up, down, network } = splitOf(
      answersOf({ ...PLAIN, count: 400_000, spacing: 1e5, jitter: 2e6, drift: 50e-6 }),
    );
    expect(network.count).toBeGreaterThan(MOST_KEPT);
    expect(quantile(up!.low, 0.5)).toBeLessThanOrEqual(6e6);
    expect(up!.variation.max).toBeLessThan(2.3e6);
    expect(down!.variation.max).toBeLessThan(2.3e6);
  });
});
