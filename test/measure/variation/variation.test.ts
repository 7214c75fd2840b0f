import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import { FlowRows } from '../../../src/measure/ledger/flow-rows.ts';
import { Variation } from '../../../src/measure/variation/variation.ts';

describe('order', () => {
  it('by the probe numbers, and on the way down by the server’s own', () => {
    const variation = new Variation(1, false);
    // The server got 0, 2, 1, 3 (its own 0 to 3); its answers to 1 and 3 changed places on the way down.
    const copies = [
      [0, 0],
      [2, 1],
      [3, 3],
      [1, 2],
    ] as const;
    const late = copies.map(([number, own], k) => variation.order(0, number, k * 10, own, Number.NaN));
    expect(late).toEqual([false, false, false, true]);
    const { reordered, reorderedDown, extents, jitterDown } = variation.summary();
    expect([reordered, variation.reordered, reorderedDown]).toEqual([1, 1, 1]);
    expect(extents).toEqual(new Map([[2, 1]]));
    expect(jitterDown).toEqual({ sum: 0, updates: 0 });
  });

  it('the server’s number 0 counts, an unknown one does not', () => {
    const variation = new Variation(1, false);
    for (const own of [1, 0, -1, -1]) variation.order(0, 5, 0, own, Number.NaN);
    expect(variation.summary()).toMatchObject({ reordered: 0, reorderedDown: 1 });
  });

  it('each flow by itself', () => {
    const variation = new Variation(2, false);
    expect(variation.order(0, 5, 0, 5, Number.NaN)).toBe(false);
    expect(variation.order(1, 3, 0, 3, Number.NaN)).toBe(false);
    expect(variation.order(1, 2, 0, 2, Number.NaN)).toBe(true);
    expect(variation.summary()).toMatchObject({ reordered: 1, reorderedDown: 1 });
  });

  it('streams have none, but the server’s times are looked at', () => {
    const variation = new Variation(1, true);
    expect(variation.order(0, 5, 100, 5, 40)).toBe(false);
    expect(variation.order(0, 3, 232, 3, 140)).toBe(false);
    const { reordered, reorderedDown, jitterDown } = variation.summary();
    expect([reordered, reorderedDown]).toEqual([0, 0]);
    // Transit 60, then 92: a sixteenth of the difference.
    expect(jitterDown).toEqual({ sum: 2, updates: 1 });
  });
});

describe('spacing', () => {
  it('IPDV of neighbours that both arrived, whichever came first; jitter of all flows together', () => {
    const variation = new Variation(2, false);
    const rows = new FlowRows(1e6, () => {});
    for (let number = 0; number < 4; number++) rows.sent(number * 100, number * 100, number);
    const arrive = (number: number, delay: number): void => {
      rows.answered(number, delay, 1);
      variation.delay(rows, 0, number, delay, number * 100, number * 100 + delay);
    };
    arrive(0, 50);
    arrive(2, 80);
    // The neighbour of both.
    arrive(1, 66);
    const other = new FlowRows(1e6, () => {});
    other.sent(0, 0, 0);
    variation.delay(other, 1, 0, 10, 0, 10);
    variation.delay(other, 1, 0, 42, 0, 42);
    const { ipdv, jitter } = variation.summary();
    const histogram = Histogram.from([ipdv]);
    expect([histogram.count, histogram.min, histogram.max]).toEqual([2, 14, 16]);
    // Flow 0: |80 − 50| / 16, then (|66 − 80| − that) / 16 more. Flow 1: |42 − 10| / 16.
    const first = 30 / 16;
    expect(jitter.updates).toBe(3);
    expect(jitter.sum).toBeCloseTo(first + (first + (14 - first) / 16) + 2, 12);
  });
});
