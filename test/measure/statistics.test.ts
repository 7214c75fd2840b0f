/** Decisions and bounds against figures that were reckoned apart (SciPy 1.17: exact runs, chi-square and t quantiles). */
import { describe, expect, it } from 'vitest';
import type { BatchData } from '../../src/measure/slices/batches.ts';
import { lossConfidence, wilson } from '../../src/measure/statistics.ts';
import { pattern, slots } from './batch-data.ts';

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
