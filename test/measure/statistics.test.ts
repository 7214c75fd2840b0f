/** Decisions and bounds against figures that were reckoned apart (SciPy 1.17: exact runs, chi-square and t quantiles). */
import { describe, expect, it } from 'vitest';
import type { BatchData } from '../../src/measure/batches.ts';
import {
  dependence,
  looksEven,
  looksIndependent,
  lossConfidence,
  quantileRanks,
  wilson,
} from '../../src/measure/statistics.ts';

/** Slots of one each: what was sent, and what of it was lost. */
const slots = (each: readonly (readonly [sent: number, lost: number])[]): BatchData => ({
  width: 1,
  sent: Float64Array.from([...each.map(([sent]) => sent), 0, 0]),
  received: Float64Array.from([...each.map(([sent, lost]) => sent - lost), 0, 0]),
});
const pattern = (count: number, at: (slot: number) => readonly [number, number]): BatchData =>
  slots(Array.from({ length: count }, (_, slot) => at(slot)));

describe('the score interval', () => {
  it('is Wilson’s', () => {
    expect(wilson(0, 0)).toBeNull();
    const [low, high] = wilson(10, 100)!;
    expect([low, high]).toEqual([expect.closeTo(0.0552291, 6), expect.closeTo(0.1743657, 6)]);
  });

  it('ends at 0 and 1 exactly where nothing, or everything, was hit', () => {
    for (let trials = 1; trials < 2000; trials++) {
      expect(wilson(0, trials)![0]).toBe(0);
      expect(wilson(trials, trials)![1]).toBe(1);
      expect(wilson(0, trials)![1]).toBeGreaterThan(0);
      expect(wilson(trials, trials)![0]).toBeLessThan(1);
    }
  });
});

describe('runs of losses', () => {
  it('up to 50 losses: exactly, by counting every order there is', () => {
    for (let sent = 2; sent <= 11; sent++)
      for (let lost = 2; lost < sent; lost++) {
        const counts: number[] = [];
        for (let order = 0; order < 2 ** sent; order++) {
          const bits = order.toString(2).padStart(sent, '0');
          if (bits.split('1').length - 1 === lost)
            counts.push(bits.split(/0+/).filter((run) => run !== '').length);
        }
        for (let runs = 1; runs <= lost; runs++) {
          const fewer = counts.filter((count) => count <= runs).length / counts.length;
          expect(looksIndependent(sent, lost, runs), `${lost} of ${sent} in ${runs}`).toBe(fewer > 0.05);
        }
      }
  });

  it('a single loss, and a loss of all, tell nothing', () => {
    expect([looksIndependent(100, 0, 0), looksIndependent(100, 1, 1), looksIndependent(9, 9, 1)]).toEqual(
      Array(3).fill(true),
    );
    expect(looksIndependent(100, 2, 1)).toBe(false);
    expect(looksIndependent(10, 2, 1)).toBe(true);
  });

  // The least number of runs that chance gives. Up to 50 losses it is exact, beyond them Wald and Wolfowitz's normal one.
  it.each([
    [55, 50, 4],
    [70, 50, 12],
    [250, 50, 36],
    [2050, 50, 47],
    [57, 51, 6],
    [62, 51, 8],
    [78, 51, 15],
    [118, 51, 25],
    [1000, 60, 54],
    [5000, 400, 360],
  ])('of %i, %i lost: %i runs', (sent, lost, least) => {
    expect([looksIndependent(sent, lost, least - 1), looksIndependent(sent, lost, least)]).toEqual([
      false,
      true,
    ]);
  });

  it('almost nothing kept', () => {
    expect(looksIndependent(52, 51, 2)).toBe(true);
    expect(looksIndependent(60, 60, 1)).toBe(true);
  });
});

describe('losses in time', () => {
  it.each([
    [
      'two batches alike',
      [
        [50, 5],
        [50, 5],
      ],
      true,
    ],
    [
      'two batches, chi-square 1.8 of 3.8',
      [
        [50, 7],
        [50, 3],
      ],
      true,
    ],
    [
      'two batches, chi-square 4.0 of 3.8',
      [
        [50, 8],
        [50, 2],
      ],
      false,
    ],
    [
      'the other way round',
      [
        [50, 1],
        [50, 9],
      ],
      false,
    ],
    [
      'too few losses to tell',
      [
        [50, 9],
        [50, 0],
      ],
      true,
    ],
    [
      'a single batch with anything in it',
      [
        [0, 0],
        [50, 20],
      ],
      true,
    ],
  ] as const)('%s', (_name, each, even) => {
    expect(looksEven(slots(each))).toBe(even);
  });

  it.each([
    ['40 batches, 63.8 of 54.6', pattern(40, (slot) => [100, slot % 2 === 0 ? 9 : 3]), false],
    ['40 batches, 28.4 of 54.6', pattern(40, (slot) => [100, slot % 2 === 0 ? 8 : 4]), true],
    ['with empty ones, 31.9 of 30.1', gaps(3, 9), false],
    ['with empty ones, 14.2 of 30.1', gaps(4, 8), true],
    ['most are lost, 56.7 of 30.1', pattern(20, (slot) => [100, slot % 2 === 0 ? 98 : 90]), false],
    ['most are lost, 14.2 of 30.1', pattern(20, (slot) => [100, slot % 2 === 0 ? 96 : 92]), true],
  ])('%s', (_name, batches, even) => {
    expect(looksEven(batches)).toBe(even);
  });

  function gaps(few: number, many: number): BatchData {
    return pattern(40, (slot) => (slot % 2 === 1 ? [0, 0] : [100, slot % 4 === 0 ? few : many]));
  }
});

describe('the interval of the loss ratio', () => {
  /** Losses that stand in so few runs that they do not look independent. */
  const inRuns = (batches: BatchData) => {
    const sum = (column: Float64Array): number => column.reduce((all, count) => all + count, 0);
    const sent = sum(batches.sent);
    const lost = sent - sum(batches.received);
    return lossConfidence(sent, lost, new Map([[lost, 1]]), batches);
  };

  it('of nothing', () => {
    expect(lossConfidence(0, 0, new Map(), slots([]))).toEqual({ interval: null, method: null });
  });

  it('of losses that look independent, and come evenly', () => {
    const even = pattern(20, () => [100, 10]);
    const { interval, method } = lossConfidence(
      2000,
      200,
      new Map([
        [1, 180],
        [2, 10],
      ]),
      even,
    );
    expect(method).toBe('wilson');
    expect(interval).toEqual(wilson(200, 2000));
  });

  it('of runs that come unevenly though they look independent', () => {
    const uneven = pattern(20, (slot) => [100, slot % 2 === 0 ? 0 : 20]);
    expect(
      lossConfidence(
        2000,
        200,
        new Map([
          [1, 180],
          [2, 10],
        ]),
        uneven,
      ).method,
    ).toBe('batch-means');
  });

  it.each([
    [
      '20 batches of a slot',
      pattern(20, (slot) => [100, [40, 1, 0, 7, 22][slot % 5]!]),
      0.0822419,
      0.2282337,
    ],
    [
      '50 slots of many sizes',
      pattern(50, (slot) => [30 + slot, [9, 0, 1, 2][slot % 4]!]),
      0.0398184,
      0.0786227,
    ],
    ['half of the batches hit', pattern(20, (slot) => [100, slot % 2 === 0 ? 0 : 20]), 0.0615363, 0.1584464],
    ['half of them spared', pattern(20, (slot) => [100, slot % 2 === 0 ? 60 : 100]), 0.6888485, 0.8784514],
    // Means that do not spread at all are worth no more than what was sent.
    ['all alike', pattern(20, () => [100, 10]), 0.0868221, 0.1149264],
  ])('batch means: %s', (_name, batches, low, high) => {
    const { interval, method } = inRuns(batches);
    expect(method).toBe('batch-means');
    expect(interval![0]).toBeCloseTo(low, 5);
    expect(interval![1]).toBeCloseTo(high, 5);
  });

  it.each([
    [
      'fewer than half of the batches hit',
      pattern(20, (slot) => [100, slot % 2 === 0 || slot === 1 ? 0 : 20]),
    ],
    ['fewer than half spared', pattern(20, (slot) => [100, slot % 2 === 0 && slot > 0 ? 60 : 100])],
    ['an empty batch', pattern(20, (slot) => (slot === 7 ? [0, 0] : [100, slot % 2 === 0 ? 30 : 20]))],
    ['fewer slots than batches', pattern(19, (slot) => [100, slot % 2 === 0 ? 30 : 5])],
  ])('null: %s', (_name, batches) => {
    expect(inRuns(batches)).toEqual({ interval: null, method: null });
  });
});

describe('ranks around a quantile', () => {
  it.each([
    [8, 0.5, [1, 8]],
    [7, 0.5, null],
    [50, 0.1, null],
    [50, 0.9, null],
    [100, 0.5, [40, 61]],
    [1000, 0.99, [983, 998]],
  ])('%i values, %f', (count, share, ranks) => {
    expect(quantileRanks(count, share)).toEqual(ranks);
  });

  it('wider where values hang together', () => {
    expect(quantileRanks(1000, 0.5, 2)).toEqual([438, 563]);
  });
});

describe('how much values hang together', () => {
  const slices = (
    [
      [100, 95],
      [100, 60],
      [80, 80],
      [100, 90],
      [120, 110],
      [100, 99],
    ] as const
  ).map(([count, below]) => ({
    count,
    below,
  }));
  const empty = { count: 0, below: 0 };

  it('the design effect of slices, with Student’s correction', () => {
    expect(dependence(slices, 0.9)).toBeCloseTo(6.0444147, 6);
    expect(dependence(slices.slice(0, 5), 0.9)).toBeCloseTo(6.6614943, 6);
  });

  it('slices without values are none', () => {
    expect(dependence([empty, ...slices, empty], 0.9)).toBeCloseTo(6.0444147, 6);
    expect(dependence([...slices.slice(0, 4), empty, empty], 0.9)).toBe(1);
  });

  it('never less than independent', () => {
    expect(
      dependence(
        [90, 91, 89, 90, 90].map((below) => ({ count: 100, below })),
        0.9,
      ),
    ).toBe(1);
    expect(dependence([], 0.9)).toBe(1);
  });
});
