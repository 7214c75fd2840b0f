/** Times outside what the cells hold, and a histogram that is used again. */
import fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { it } from 'vitest';
import { encodeHistogram } from '../../src/measure/encode-histogram.ts';
import { cellOf, HIGHEST, Histogram, highestOf, lowestOf } from '../../src/measure/histogram.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { expect } from '../quick.ts';
import { runs } from '../runs.ts';

const times = fc.array(
  fc.oneof(
    fc.integer({ min: -1000, max: 5000 }),
    fc.double({ min: 0, max: 1e10, noNaN: true }),
    fc.constantFrom(0, HIGHEST - 1, HIGHEST, HIGHEST + 1, 1e15, -1e9),
  ),
  { minLength: 1, maxLength: 80 },
);

it('a cell holds what lies between its edges, and the edges meet', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: HIGHEST }), (value) => {
      const cell = cellOf(value);
      expect(lowestOf(cell)).toBeLessThanOrEqual(value);
      expect(highestOf(cell)).toBeGreaterThanOrEqual(value);
      expect(cellOf(lowestOf(cell))).toBe(cell);
      expect(cellOf(highestOf(cell))).toBe(cell);
      expect(lowestOf(cell + 1)).toBe(highestOf(cell) + 1);
      // Three digits.
      expect(highestOf(cell) - lowestOf(cell)).toBeLessThanOrEqual(value / 1000);
    }),
    { numRuns: runs(1000) },
  );
});

it('any times: exact extremes and moments; emptied, it is as new', () => {
  fc.assert(
    fc.property(times, times, (before, values) => {
      const histogram = new Histogram();
      for (const value of before) histogram.record(value);
      histogram.reset();
      expect(histogram.data()).toEqual(new Histogram().data());
      for (const value of values) histogram.record(value);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      expect(histogram).toMatchObject({
        count: values.length,
        min: Math.min(...values),
        max: Math.max(...values),
      });
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(Math.abs(histogram.mean! - mean) / scale).toBeLessThan(1e-9);
      const { cells, counts } = histogram.data();
      expect([...counts].reduce((a, b) => a + b, 0)).toBe(values.length);
      expect([...cells]).toEqual([...new Set(cells)].sort((a, b) => a - b));
      for (const share of [0, 0.5, 1]) {
        const value = histogram.quantile(share)!;
        expect(value).toBeGreaterThanOrEqual(Math.min(...values));
        expect(value).toBeLessThanOrEqual(Math.max(...values));
      }
    }),
    { numRuns: runs(300) },
  );
});

it('what is encoded is what two other decoders read', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: HIGHEST }), { maxLength: 40 }), (values) => {
      const histogram = new Histogram();
      for (const value of values) histogram.record(value);
      const text = encodeHistogram(histogram.data());
      expect(decodeFromCompressedBase64(text).totalCount).toBe(values.length);
      const read = readHistogram(text)!;
      const { cells, counts } = histogram.data();
      expect([...read.values]).toEqual([...cells].map(highestOf));
      expect([...read.counts]).toEqual([...counts]);
    }),
    { numRuns: runs(50) },
  );
});
