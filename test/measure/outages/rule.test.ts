/** Which gaps are outages, of a few whose odds can be worked out by hand. */
import { expect, it } from 'vitest';
import type { Gap } from '../../../src/measure/outages/gaps.ts';
import { coverage, gapsOf, type OutageRule, outagesIn } from '../../../src/measure/outages/outages.ts';

const SECOND = 1e9;
const RULE: OutageRule = {
  leastTook: 0,
  least: SECOND,
  lastDue: 1000 * SECOND,
  due: 1000,
  undelivered: 0,
  lossless: false,
};
const gap = (from: number, due: number, seconds = 2): Gap => ({
  from: from * SECOND,
  to: (from + seconds) * SECOND,
  due,
});
const begins = (gaps: readonly Gap[], rule: Partial<OutageRule>): number[] =>
  outagesIn(gaps, { ...RULE, ...rule }).map(({ from }) => from / SECOND);

it('the longest comes first, and what it explains makes the next ones rare; they are told in order of time', () => {
  // Eight in a row are usual (once in 36,000 runs) where 112 of 992 others are lost, and not where 12 of 892 are.
  const losses = { undelivered: 120 };
  expect(begins([gap(10, 8), gap(500, 100)], losses)).toEqual([10, 500]);
  expect(begins([gap(500, 100), gap(800, 8)], losses)).toEqual([500, 800]);
  expect(begins([gap(10, 8)], losses)).toEqual([]);
});

it('few probes say little: one loss and one delivery are added to what was seen', () => {
  // 17 · (1/12)^7 = 4.7e-7, once in two million runs; 5 · (1/4)^3 = 0.08.
  expect(begins([gap(1, 7)], { due: 17, undelivered: 7 })).toEqual([1]);
  expect(begins([gap(1, 3)], { due: 5, undelivered: 3 })).toEqual([]);
});

it('a gap is as long as it is without the time of the path, and to the last probe; nothing due, nothing missing', () => {
  expect(begins([gap(1, 50, 1)], {})).toEqual([1]);
  expect(begins([gap(1, 50, 1)], { leastTook: 1 })).toEqual([]);
  expect(begins([gap(1, 50, 1)], { lastDue: 1.9 * SECOND })).toEqual([]);
  expect(begins([gap(1, 0)], { lossless: true })).toEqual([]);
  expect(begins([gap(1, 1), gap(9, 1)], { lossless: true })).toEqual([1, 9]);
});

it('the gap at the end is one where it has a length', () => {
  const [one, none] = [gap(1, 5), { from: 9, to: 9, due: 0 }];
  expect(gapsOf({ gaps: [one], last: none, first: 0 })).toEqual([one]);
  expect(gapsOf({ gaps: [one], last: gap(7, 2), first: 0 })).toEqual([one, gap(7, 2)]);
});

it('of a moment nothing is covered', () => {
  expect(coverage({ from: 5, to: 5 }, [{ from: 0, to: 9 }])).toBe(0);
});
