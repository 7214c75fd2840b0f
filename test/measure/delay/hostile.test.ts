/** A server that lies about its times: what comes of it is bounded, and told. */
import fc from 'fast-check';
import { it } from 'vitest';
import { sharesOf } from '../../../src/measure/delay/owners.ts';
import { DelaySplit } from '../../../src/measure/delay/split.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { delayOf, timesWarnings } from '../../../src/run/client/assemble/echo/delays.ts';
import { readTime } from '../../../src/wire/batch.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const anyTime = fc.oneof(
  fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
  fc.constantFrom(1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n),
  fc.bigInt({ min: 10n ** 12n, max: 10n ** 12n + 10n ** 9n }),
);
/** As a header carries it. */
const read = (time: bigint): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, time);
  return readTime(view, 0);
};
const answer = fc.record({
  arrived: anyTime,
  departed: anyTime,
  took: fc.integer({ min: 0, max: 1e9 }),
  unsure: fc.constantFrom(0, 1e6, Number.POSITIVE_INFINITY),
});

it('no figure is absurd, whatever a server says', () => {
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 30 }), fc.boolean(), (answers, upUnsure) => {
      const split = new DelaySplit(null, true, true, upUnsure);
      answers.forEach(({ arrived, departed, took, unsure }, i) => {
        const sent = 1e12 + i * 1e7;
        split.answered(1e4, 0, sent, read(arrived), read(departed), sent + took, unsure, i, unsure);
      });
      const soFar = split.soFar;
      const summary = split.close();
      const { network, server, absurd, owners } = summary;
      for (const held of [soFar?.all ?? [], soFar?.slowest ?? []])
        for (const time of held) expect(time).toBeGreaterThanOrEqual(0);
      const sure = answers.filter(({ unsure }) => unsure === 0).length;
      expect(network.count + absurd).toBeGreaterThanOrEqual(sure);
      expect(network.count + absurd).toBeLessThanOrEqual(answers.length);
      expect(server.count).toBe(network.count);
      for (const times of [network, server]) {
        if (times.count === 0) continue;
        expect(times.min).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(Histogram.from([times]).mean)).toBe(true);
        expect(times.max).toBeLessThanOrEqual(1.001e9);
      }
      const shares = Object.values(sharesOf(owners) ?? {});
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      const delay = delayOf(summary, { basis: 'none', wall: 0 });
      for (const direction of [delay?.up, delay?.down])
        for (const interval of [direction?.p50, direction?.p99, direction?.max]) {
          if (interval == null) continue;
          expect(interval[0]).toBeGreaterThanOrEqual(0);
          expect(interval[1]).toBeGreaterThanOrEqual(interval[0]);
          expect(Number.isFinite(interval[1])).toBe(true);
        }
    }),
    { numRuns: runs(500) },
  );
});

it('each thing that is wrong is told once', () => {
  const told = (feed: (split: DelaySplit) => void, basis: 'none' | 'sameClock' = 'none', answered = 2) => {
    const known = basis === 'none' ? null : { low: 0, high: 0, at: 0, widens: 0 };
    const split = new DelaySplit(known);
    feed(split);
    return timesWarnings(split.close(), answered, { basis, wall: 0 }).map(({ code }) => code);
  };
  /** Answers a second apart, by a server whose clock is off by so much at each. */
  const good = (split: DelaySplit, ...offsets: number[]): void => {
    for (const [i, offset] of offsets.entries()) {
      const at = (i + 1) * 1e9;
      split.answered(0, 0, at, at + 1e6 + offset, at + 2e6 + offset, at + 3e6);
    }
  };
  expect(told(() => {})).toEqual(['residence-unknown']);
  expect(told(() => {}, 'none', 0)).toEqual([]);
  expect(told((split) => good(split, 0, 0), 'sameClock')).toEqual([]);
  expect(told((split) => good(split, 5e8, 5e8), 'sameClock')).toEqual(['clocks-contradict']);
  // A clock that was set between two answers.
  expect(told((split) => good(split, 0, 3e9))).toEqual(['clocks-contradict']);
  // Held for longer than it was away.
  expect(
    told((split) => {
      good(split, 0);
      split.answered(0, 0, 2e9, 2e9 + 1e6, 2e9 + 9e6, 2e9 + 3e6);
    }),
  ).toEqual(['times-contradict']);
});
