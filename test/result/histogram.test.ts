import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import * as hdr from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { encodeHistogram } from '../../src/measure/encode-histogram.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { hgrm } from '../../src/present/export/hgrm.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { distribution } from '../fixtures/probes.ts';

const times = fc.array(fc.integer({ min: 1, max: 3e12 }), { minLength: 1, maxLength: 300 });

test("what is read equals what HdrHistogram's own decoder reads", () => {
  fc.assert(
    fc.property(times, (values) => {
      const { histogram } = distribution(values);
      const theirs = hdr.decodeFromCompressedBase64(histogram);
      const ours = readHistogram(histogram)!;
      expect(ours.total).toBe(theirs.totalCount);
      const at = (share: number): number => {
        const rank = Math.max(1, Math.ceil(share * ours.total));
        let seen = 0;
        let cell = -1;
        while (seen < rank) seen += ours.counts[++cell]!;
        return ours.values[cell]!;
      };
      for (const share of [0.5, 0.9, 0.99, 1])
        expect(at(share)).toBe(theirs.getValueAtPercentile(share * 100));
    }),
    { numRuns: 60 },
  );
});

test('the header is what every library expects: no index offset, a conversion ratio of 1', () => {
  const histogram = new Histogram();
  histogram.record(1000);
  const bytes = Buffer.from(encodeHistogram(histogram.data()), 'base64');
  expect(bytes.readUInt32BE(4)).toBe(bytes.length - 8);
  const inner = inflateSync(bytes.subarray(8));
  expect(inner.readInt32BE(8)).toBe(0);
  expect(inner.readDoubleBE(32)).toBe(1);
});

test('damaged or hostile text is unknown, never an exception', () => {
  fc.assert(fc.property(fc.string(), (text) => void readHistogram(text)));
  const good = Buffer.from(distribution([1, 1e6, 1e9]).histogram, 'base64');
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bad = Buffer.from(good);
      bad[at] = byte;
      const read = readHistogram(bad.toString('base64'));
      if (read !== null) expect(Number.isSafeInteger(read.total)).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(readHistogram('A'.repeat(10_000_000))).toBeNull();
});

test('.hgrm equals the percentile distribution that HdrHistogram prints, line by line', () => {
  const values = Array.from({ length: 5000 }, (_, k) => 40_000 + ((k * 7919) % 5000) ** 2);
  const ours = distribution(values);
  const theirs = hdr.decodeFromCompressedBase64(ours.histogram).outputPercentileDistribution(5, 1e6);
  const rows = (text: string): string[][] =>
    text
      .split('\n')
      .filter((line) => /^\s*\d/.test(line))
      .map((line) => line.trim().split(/\s+/));
  expect(rows(hgrm(ours)!)).toEqual(rows(theirs));
  expect(hgrm(ours)).toMatch(/^#\[Max {5}= .*Total count {4}= {9}5000\]$/m);
});
