/** Outages against probes of which everything is known: those that were made are found, and chance makes none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gaps } from '../../../src/measure/outages/gaps.ts';
import {
  coverage,
  gapsOf,
  leastGap,
  outagesIn,
  type Span,
  sharedGaps,
} from '../../../src/measure/outages/outages.ts';
import { seededRandom } from '../../../src/measure/random.ts';
import { runs } from '../../runs.ts';

const MS = 1e6;
const SECOND = 1e9;

interface Path {
  readonly rate: number;
  readonly seconds: number;
  readonly loss: number;
  readonly roundTrip: number;
  readonly away: readonly Span[];
  readonly seed: number;
}

/** One probe a period; what is lost, by chance or in an outage, does not come. */
function found({ rate, seconds, loss, roundTrip, away, seed }: Path): Span[] {
  const random = seededRandom(seed);
  const gaps = new Gaps(leastGap('udp'), 0);
  const period = SECOND / rate;
  const count = rate * seconds;
  let undelivered = 0;
  for (let k = 0; k < count; k++) {
    const due = k * period;
    const lost = random() < loss || away.some(({ from, to }) => due >= from && due < to);
    if (lost) undelivered++;
    else gaps.came(due + roundTrip, roundTrip, Math.min(count, Math.floor((due + roundTrip) / period) + 1));
  }
  const end = seconds * SECOND + 3 * SECOND;
  return outagesIn(gapsOf(gaps.data(end, count)), {
    leastTook: gaps.took,
    least: leastGap('udp', period),
    lastDue: (count - 1) * period,
    due: count,
    undelivered,
    lossless: false,
  });
}

const base: Path = { rate: 100, seconds: 10, loss: 0, roundTrip: 20 * MS, away: [], seed: 1 };

describe('what is made is found', () => {
  it('wherever it is, on a path that loses or does not, near or far', () => {
    fc.assert(
      fc.property(
        fc.record({
          rate: fc.constantFrom(20, 100, 1000),
          loss: fc.constantFrom(0, 0.01, 0.1, 0.3),
          roundTrip: fc.constantFrom(0.1 * MS, 20 * MS, 600 * MS),
          at: fc.integer({ min: 1000, max: 8000 }),
          long: fc.integer({ min: 1500, max: 4000 }),
          seed: fc.nat(),
        }),
        ({ at, long, ...path }) => {
          const away = { from: at * MS, to: Math.min(10_000, at + long) * MS };
          const spans = found({ ...base, ...path, away: [away] });
          expect(spans).toHaveLength(1);
          // To some probes: losses beside it belong to it.
          const near = (20 * SECOND) / path.rate;
          // What was on its way when the path broke still came.
          const broke = Math.min(away.from + path.roundTrip, 10 * SECOND);
          expect(Math.abs(spans[0]!.from - broke)).toBeLessThan(near);
          expect(Math.abs(spans[0]!.to - Math.min(away.to, 10 * SECOND))).toBeLessThan(near);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('several of them, each by itself', () => {
    const away = [1, 3, 5, 7].map((at) => ({ from: at * SECOND, to: (at + 1) * SECOND }));
    const spans = found({ ...base, loss: 0.05, away });
    expect(spans.map(({ from }) => Math.round(from / SECOND))).toEqual([1, 3, 5, 7]);
  });

  it('from 200 ms and ten intervals on', () => {
    const long = (ms: number, rate: number): number =>
      found({ ...base, rate, roundTrip: 0.1 * MS, away: [{ from: 5 * SECOND, to: 5 * SECOND + ms * MS }] })
        .length;
    expect([long(190, 1000), long(210, 1000)]).toEqual([0, 1]);
    expect([long(900, 10), long(1100, 10)]).toEqual([0, 1]);
  });

  it('where nothing comes at all', () => {
    expect(found({ ...base, away: [{ from: 0, to: 99 * SECOND }] })).toEqual([
      { from: 0, to: 9.99 * SECOND },
    ]);
  });
});

describe('chance makes none', () => {
  it.each([0, 0.01, 0.1, 0.5, 0.8, 0.9, 0.95])('at a loss of %d, in many runs', (loss) => {
    for (let seed = 1; seed <= runs(400); seed++) expect(found({ ...base, loss, seed })).toEqual([]);
  });

  it('nor a long way: the first round trip is no silence, and the last answers come late', () => {
    for (const roundTrip of [300 * MS, 600 * MS, 2500 * MS])
      for (const rate of [10, 100, 1000]) expect(found({ ...base, rate, roundTrip })).toEqual([]);
  });

  it('nor a few losses among few probes', () => {
    for (let seed = 1; seed <= runs(400); seed++)
      expect(found({ ...base, rate: 10, seconds: 3, loss: 0.3, seed })).toEqual([]);
  });

  it('nor where nothing was due, over TCP too', () => {
    const rule = {
      leastTook: 0,
      least: SECOND,
      lastDue: 9 * SECOND,
      due: 100,
      undelivered: 0,
      lossless: true,
    };
    const gap = { from: SECOND, to: 3 * SECOND };
    expect(outagesIn([{ ...gap, due: 0 }], rule)).toEqual([]);
    expect(outagesIn([{ ...gap, due: 1 }], rule)).toEqual([gap]);
    expect(outagesIn([{ ...gap, due: 1 }], { ...rule, leastTook: 1.1 * SECOND })).toEqual([]);
  });
});

describe('of several generators', () => {
  it('silent is what all of them are', () => {
    const gap = (from: number, to: number) => ({ from, to, due: to - from });
    expect(sharedGaps([[gap(0, 10), gap(20, 40)], [gap(5, 30)], [gap(8, 22)]])).toEqual([
      { from: 8, to: 10, due: 6 },
      { from: 20, to: 22, due: 6 },
    ]);
    expect(sharedGaps([[gap(0, 10)], []])).toEqual([]);
    expect(sharedGaps([[gap(3, 4)]])).toEqual([gap(3, 4)]);
  });

  it('how much of a time others cover', () => {
    const one = { from: 10, to: 20 };
    expect(
      [
        [{ from: 0, to: 15 }],
        [
          { from: 12, to: 13 },
          { from: 18, to: 30 },
        ],
        [{ from: 20, to: 30 }],
      ].map((others) => coverage(one, others)),
    ).toEqual([0.5, 0.3, 0]);
  });
});
