/** The core against readings of the RFCs that are too slow to use, but too plain to be wrong. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Arrivals } from '../../src/measure/arrivals.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { Ledger } from '../../src/measure/ledger/ledger.ts';
import { EXTENT_CAP, Reordering } from '../../src/measure/reordering.ts';
import { Jitter } from '../../src/measure/variation/jitter.ts';
import { expect } from '../quick.ts';
import { runs } from '../runs.ts';

const THRESHOLD = 1000;
const PERIOD = 100;

/** Copies of the answers of `count` probes: which number arrives when. */
const arrivals = fc
  .record({
    count: fc.integer({ min: 1, max: 60 }),
    copies: fc.array(
      fc.record({
        number: fc.nat(59),
        delay: fc.oneof(
          fc.constantFrom(THRESHOLD - 1, THRESHOLD, THRESHOLD + 1),
          fc.integer({ min: 1, max: 3000 }),
        ),
      }),
      { maxLength: 120, size: 'max' },
    ),
  })
  .map(({ count, copies }) => ({
    count,
    copies: copies
      .filter(({ number }) => number < count)
      .map(({ number, delay }) => ({ number, at: number * PERIOD + delay }))
      .sort((a, b) => a.at - b.at),
  }));

function run(count: number, copies: readonly { number: number; at: number }[]) {
  const ledger = new Ledger({
    flows: 1,
    lossThreshold: THRESHOLD,
    interval: 700,
    start: 0,
    openLoop: true,
    tcp: false,
  });
  const events = [
    ...Array.from({ length: count }, (_, number) => ({ number, at: number * PERIOD, sent: true })),
    ...copies.map((copy) => ({ ...copy, sent: false })),
  ].sort((a, b) => a.at - b.at || Number(b.sent) - Number(a.sent));
  for (const { number, at, sent } of events) {
    if (sent) ledger.sent(0, number, at, at);
    else ledger.arrived(0, number, at);
    // Settling early and often must change nothing.
    if (at % 3 === 0) ledger.snapshot(at);
  }
  return ledger.close();
}

/** First copies in the order of arrival, with their delays. */
const firsts = (copies: readonly { number: number; at: number }[]) =>
  copies
    .filter((copy, i) => copies.findIndex(({ number }) => number === copy.number) === i)
    .map((copy) => ({ ...copy, delay: copy.at - copy.number * PERIOD }));

type Case = typeof arrivals extends fc.Arbitrary<infer T> ? T : never;
type Summary = ReturnType<typeof run>;

const statements: Readonly<Record<string, (given: Case, summary: Summary) => void>> = {
  'classifies every probe, and counts every further copy': ({ count, copies }, summary) => {
    const first = firsts(copies);
    const received = first.filter(({ delay }) => delay <= THRESHOLD).length;
    expect(summary.sent).toBe(count);
    expect(summary.received).toBe(received);
    expect(summary.late).toBe(first.length - received);
    expect(summary.lost).toBe(count - first.length);
    expect(summary.duplicates).toBe(copies.length - first.length);
    expect(summary.sent).toBe(summary.received + summary.late + summary.lost);
    expect(summary.service.count).toBe(first.length);
  },

  'runs of consecutive losses': ({ count, copies }, { runLengths }) => {
    const inTime = new Set(
      firsts(copies)
        .filter(({ delay }) => delay <= THRESHOLD)
        .map(({ number }) => number),
    );
    const text = Array.from({ length: count }, (_, number) => (inTime.has(number) ? '.' : 'x')).join('');
    const expected = new Map<number, number>();
    for (const { length } of text.match(/x+/g) ?? []) expected.set(length, (expected.get(length) ?? 0) + 1);
    expect(runLengths).toEqual(expected);
  },

  'IPDV: every pair of consecutive probes that both arrived (RFC 3393)': ({ copies }, { ipdv }) => {
    const delays = new Map(firsts(copies).map(({ number, delay }) => [number, delay]));
    const pairs = [...delays].flatMap(([number, delay]) => {
      const before = delays.get(number - 1);
      return before === undefined ? [] : [Math.abs(delay - before)];
    });
    expect(ipdv.count).toBe(pairs.length);
    if (pairs.length === 0) return;
    expect(ipdv.max).toBe(Math.max(...pairs));
    expect(ipdv.mean).toBeCloseTo(pairs.reduce((a, b) => a + b, 0) / pairs.length, 6);
  },

  'intervals by time of sending add up to the whole': ({ count }, summary) => {
    const { intervals, sent, received, late, duplicates } = summary;
    const sum = (column: Uint32Array) => column.reduce((all, n) => all + n, 0);
    expect(sum(intervals.sent)).toBe(sent);
    expect(sum(intervals.received)).toBe(received);
    expect(sum(intervals.late)).toBe(late);
    expect(sum(intervals.duplicates)).toBe(duplicates);
    const inFirst = Array.from({ length: count }, (_, number) => number).filter((n) => n * PERIOD < 700);
    expect(intervals.sent[0]).toBe(inFirst.length);
  },
};

describe('the ledger against brute force', () => {
  // Of each case one ledger, which costs more than all that is asked of it.
  it(Object.keys(statements).join('; '), () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const summary = run(given.count, given.copies);
        for (const holds of Object.values(statements)) holds(given, summary);
      }),
      { numRuns: Math.max(100, runs(400)) },
    );
  });
});

describe('reordering (RFC 4737) and jitter (RFC 3550) against brute force', () => {
  it('extent: distance to the earliest arrival with a greater number', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(80), { maxLength: 80, size: 'max' }), (numbers) => {
        const order = [...new Set(numbers)];
        const reordering = new Reordering();
        let count = 0;
        order.forEach((number, i) => {
          const earliest = order.slice(0, i).findIndex((other) => other > number);
          const extent = earliest === -1 ? 0 : i - earliest;
          if (extent > 0) count++;
          expect(reordering.arrived(number)).toBe(extent);
        });
        expect(reordering.count).toBe(count);
      }),
      { numRuns: runs(500) },
    );
  });

  it('extents are bounded, also beyond the ring', () => {
    const reordering = new Reordering();
    for (let number = 1; number <= 5000; number++) reordering.arrived(number);
    expect(reordering.arrived(0)).toBe(EXTENT_CAP);
    expect(reordering.arrived(4999.5)).toBe(2);
  });

  it('the mean of the running estimator', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ sent: fc.nat(1e6), took: fc.nat(1e6) }), { maxLength: 50 }),
        (packets) => {
          const jitter = new Jitter();
          let estimate = 0;
          const estimates: number[] = [];
          packets.forEach(({ sent, took }, i) => {
            jitter.arrived(sent, sent + took);
            if (i === 0) return;
            const before = packets[i - 1]!;
            const d = sent + took - (before.sent + before.took) - (sent - before.sent);
            estimate += (Math.abs(d) - estimate) / 16;
            estimates.push(estimate);
          });
          expect(jitter.updates).toBe(estimates.length);
          expect(jitter.sum).toBeCloseTo(
            estimates.reduce((a, b) => a + b, 0),
            3,
          );
        },
      ),
    );
  });
});

describe('histograms against a sorted array', () => {
  it('quantiles are within 3 digits, extremes and moments exact, parts add up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3_600_000_000_000 }), { minLength: 1, maxLength: 200 }),
        (values) => {
          const whole = new Histogram();
          const parts = [new Histogram(), new Histogram()];
          values.forEach((value, i) => {
            whole.record(value);
            parts[i % 2]!.record(value);
          });
          const merged = Histogram.from(parts.map((part) => part.data()));
          const sorted = [...values].sort((a, b) => a - b);
          for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
            const exact = sorted[Math.max(0, Math.ceil(share * values.length) - 1)]!;
            for (const histogram of [whole, merged]) {
              expect(Math.abs(histogram.quantile(share)! - exact)).toBeLessThanOrEqual(exact / 1000 + 1);
            }
          }
          expect([merged.count, merged.min, merged.max]).toEqual([values.length, sorted[0], sorted.at(-1)]);
          expect(merged.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 0);
        },
      ),
    );
  });
});

describe('arrivals at a receiver', () => {
  it('one bit a probe: distinct numbers and copies, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 400 }), (numbers) => {
        const flow = new Arrivals();
        for (const number of numbers) flow.arrived(number, 0, 0);
        const distinct = new Set(numbers);
        expect(flow.received).toBe(distinct.size);
        expect(flow.duplicates).toBe(numbers.length - distinct.size);
        for (let number = 0; number <= 500; number++) expect(flow.has(number)).toBe(distinct.has(number));
      }),
    );
  });

  it('a forged number does not make the bitmap grow', () => {
    const flow = new Arrivals();
    expect(flow.arrived(2 ** 40, 0, 0)).toBe(false);
    expect(flow.arrived(2 ** 29, 0, 0)).toBe(false);
    expect(flow.received).toBe(0);
  });
});
