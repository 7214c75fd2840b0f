import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/measure/random.ts';
import { comparisonText } from '../../../src/present/text/comparison.ts';
import { compareRuns } from '../../../src/result/compare/compare.ts';
import type { Run } from '../../../src/result/compare/comparison.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { run, runs } from './groups.ts';

test('single runs cannot be judged, and the text says so', () => {
  const comparison = compareRuns([run(1)], [run(2, { delay: 5e6 })]);
  expect(comparison.figures.map(({ verdict }) => verdict)).toEqual(['unjudged', 'unjudged', 'unjudged']);
  const text = comparisonText(comparison, wordsFor('en'), { color: false, width: 100 });
  expect(text).toMatch(/cannot be judged whether anything changed: that takes at least 5 runs/);
});

test('a real change over repeated runs is named, with its direction', () => {
  const comparison = compareRuns(runs(1, 6), runs(101, 6, { delay: 5e6 }));
  const p99 = comparison.figures.find(({ metric }) => metric === 'p99')!;
  expect(p99).toMatchObject({ verdict: 'higher', better: false });
  expect(p99.interval![0]).toBeGreaterThan(9e6);
  expect(comparisonText(comparison, wordsFor('pt-BR'), { color: false, width: 120 })).toMatch(
    /^Mudou: UDP latência p50 maior \(pior\); UDP latência p99 maior \(pior\)\./,
  );
});

test('noise is not called a change: false alarms over many comparisons stay below 5 %', () => {
  const random = seededRandom(11);
  const base = run(1).result;
  const noisy = (): Run => {
    const [transport] = base.transports;
    const times = { ...transport!.latency.response!, p50: random(), p99: random() };
    const loss = { ...transport!.loss, ratio: random() };
    return {
      file: 'x',
      result: {
        ...base,
        transports: [
          {
            ...transport!,
            rate: { offered: 1, achieved: random() },
            loss,
            latency: { ...transport!.latency, response: times },
          },
        ],
      },
    };
  };
  let alarms = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial++) {
    const side = (): Run[] => Array.from({ length: 6 }, noisy);
    if (compareRuns(side(), side()).figures.some(({ better }) => better !== null)) alarms++;
  }
  expect(alarms / trials).toBeLessThan(0.05);
});

test('the difference is that of the two medians beside it, and a change never contradicts them', () => {
  const { figures } = compareRuns(runs(1, 6), runs(101, 6, { delay: 5e6 }));
  for (const { medianBefore, medianAfter, difference, change } of figures) {
    expect(difference).toBe(medianAfter - medianBefore);
    if (medianBefore !== 0) expect(change).toBeCloseTo(difference / medianBefore, 12);
  }
  const text = comparisonText(compareRuns([run(1)], [run(2, { delay: 5e6 })]), wordsFor('en'), {
    color: false,
    width: 120,
  });
  expect(text).toMatch(/UDP latency p50 +[\d.]+ µs +[\d.]+ ms +\+[\d.]+ ms \(\+[\d,]+ %\)/);
});

test('in mode both each direction is compared by itself', () => {
  const both = (seed: number): Run => {
    const one = run(seed);
    const [transport] = one.result.transports;
    const goodput = { up: 1e6 * seed, down: 5e6 };
    return { ...one, result: { ...one.result, transports: [{ ...transport!, mode: 'both', goodput }] } };
  };
  const { figures } = compareRuns([both(1)], [both(2)]);
  expect(figures.map(({ metric, change }) => [metric, change])).toEqual([
    ['up.goodput', 1],
    ['down.goodput', 0],
    ['up.loss', 0],
    ['down.loss', 0],
  ]);
});

test('a figure that is unknown in a run is left out, and that is said', () => {
  const unknown = run(2);
  const [transport] = unknown.result.transports;
  const blind = {
    ...unknown,
    result: {
      ...unknown.result,
      transports: [{ ...transport!, undelivered: null, loss: { ...transport!.loss, ratio: null } }],
    },
  };
  const comparison = compareRuns([run(1), blind], [run(3), run(4)]);
  expect(comparison.notes).toEqual(['unknownLeftOut']);
  expect(comparison.figures.find(({ metric }) => metric === 'loss')!.before).toHaveLength(1);
});

test('a claimed change has an interval without zero, and a loss that is nowhere is no change', () => {
  const value = fc.integer({ min: 0, max: 12 });
  const side = fc.array(value, { minLength: 6, maxLength: 9 });
  const one = run(1);
  const withLoss = (ratio: number): Run => {
    const [transport] = one.result.transports;
    const loss = { ...transport!.loss, ratio };
    return { ...one, result: { ...one.result, transports: [{ ...transport!, loss }] } };
  };
  fc.assert(
    fc.property(side, side, (before, after) => {
      const { figures } = compareRuns(before.map(withLoss), after.map(withLoss));
      const loss = figures.find(({ metric }) => metric === 'loss')!;
      if (loss.better === null) return;
      const [low, high] = loss.interval!;
      expect(loss.shift > 0 ? low : -high).toBeGreaterThanOrEqual(0);
    }),
    {
      numRuns: 60,
      // By its ranks a change, but the interval goes to 1.
      examples: [
        [
          [9, 4, 9, 7, 9, 9],
          [0, 5, 1, 0, 8, 8, 2],
        ],
      ],
    },
  );
});

test('a rate that was asked for and reached is no result; one that fell short is, and so is one of a closed loop', () => {
  const withRate = (offered: number | null, achieved: number): Run => {
    const one = run(1);
    const [transport] = one.result.transports;
    return {
      ...one,
      result: { ...one.result, transports: [{ ...transport!, rate: { offered, achieved } }] },
    };
  };
  const metrics = (...rates: Parameters<typeof withRate>[]): string[] =>
    compareRuns([withRate(...rates[0]!)], [withRate(...rates[1]!)]).figures.map(({ metric }) => metric);
  expect(metrics([500, 499.9], [500, 500.1])).toEqual(['p50', 'p99', 'loss']);
  expect(metrics([500, 499.9], [500, 480])).toEqual(['rate', 'p50', 'p99', 'loss']);
  expect(metrics([null, 30_000], [null, 31_000])).toEqual(['rate', 'p50', 'p99', 'loss']);
});
