import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import {
  type IntervalData,
  MOST_INTERVALS,
  mergeIntervals,
  SentIntervals,
} from '../../../src/measure/slices/intervals.ts';

const latencies = (data: IntervalData) =>
  data.latency.map((parts) => {
    const { count, min, max } = Histogram.from(parts);
    return count === 0 ? null : { count, min, max };
  });
const counts = ({ sent, received, late, duplicates, reordered }: IntervalData) => ({
  sent: [...sent],
  received: [...received],
  late: [...late],
  duplicates: [...duplicates],
  reordered: [...reordered],
});

describe('each probe in the interval in which it was sent', () => {
  it('whatever becomes of it, and whenever', () => {
    const intervals = new SentIntervals(1000, 100, 250);
    for (const at of [1000, 1099, 1100, 1310]) intervals.sent(at);
    intervals.answered(1099, false, 40);
    intervals.answered(1000, true, 300);
    intervals.answered(1310, false, 7);
    intervals.duplicate(1100);
    intervals.reordered(1310);
    intervals.reordered(1310);
    const data = intervals.data();
    expect(counts(data)).toEqual({
      sent: [2, 1, 0, 1],
      received: [1, 0, 0, 1],
      late: [1, 0, 0, 0],
      duplicates: [0, 1, 0, 0],
      reordered: [0, 0, 0, 2],
    });
    expect(latencies(data)).toEqual([
      { count: 2, min: 40, max: 300 },
      null,
      null,
      { count: 1, min: 7, max: 7 },
    ]);
  });

  it('an earlier one than the start is in the first, one beyond all in the last', () => {
    const intervals = new SentIntervals(1000, 1, 10);
    intervals.sent(3);
    intervals.sent(1000 + MOST_INTERVALS - 1);
    intervals.sent(1000 + MOST_INTERVALS * 3);
    intervals.answered(1000 + MOST_INTERVALS * 3, false, 5);
    const { sent, received } = intervals.data();
    expect(sent.length).toBe(MOST_INTERVALS);
    expect([sent[0], sent.at(-1), received.at(-1)]).toEqual([1, 2, 1]);
  });

  it('an answer after its histogram was put away is not lost', () => {
    const intervals = new SentIntervals(0, 100, 250);
    intervals.sent(10);
    intervals.answered(10, false, 30);
    // Far on: what belongs to the first interval is settled, and put away.
    for (const at of [500, 700, 2000]) {
      intervals.sent(at);
      intervals.answered(at, false, 20);
    }
    intervals.answered(10, true, 4000);
    intervals.sent(3000);
    const data = intervals.data();
    expect(latencies(data)[0]).toEqual({ count: 2, min: 30, max: 4000 });
    expect([latencies(data)[5], latencies(data)[7], latencies(data)[20]]).toEqual(
      Array(3).fill({ count: 1, min: 20, max: 20 }),
    );
    expect(data.latency[0]!.length).toBe(2);
  });

  it('histograms are open while answers may come in time, and no longer', () => {
    const intervals = new SentIntervals(0, 100, 250);
    intervals.sent(0);
    intervals.answered(0, false, 1);
    // At 449 the threshold reaches back to 199, which is interval 1: interval 0 is looked at one more time.
    intervals.sent(449);
    intervals.answered(0, false, 2);
    intervals.sent(450);
    intervals.answered(0, false, 3);
    intervals.sent(500);
    intervals.answered(0, false, 4);
    const { latency } = intervals.data();
    // Only the answer after 500 found its histogram put away.
    expect(latency[0]!.map(({ count }) => count)).toEqual([3, 1]);
  });

  it('a run without a probe has no interval', () => {
    expect(counts(new SentIntervals(0, 100, 10).data())).toEqual(counts(mergeIntervals([])));
  });
});

it('intervals of several generators are added, whichever ran longer', () => {
  const [short, long] = [new SentIntervals(0, 100, 50), new SentIntervals(0, 100, 50)];
  short.sent(0);
  short.answered(0, false, 9);
  for (const at of [0, 150, 250]) long.sent(at);
  long.answered(0, true, 90);
  long.duplicate(250);
  long.reordered(150);
  const merged = mergeIntervals([short.data(), long.data()]);
  expect(counts(merged)).toEqual({
    sent: [2, 1, 1],
    received: [1, 0, 0],
    late: [1, 0, 0],
    duplicates: [0, 0, 1],
    reordered: [0, 1, 0],
  });
  expect(latencies(merged)).toEqual([{ count: 2, min: 9, max: 90 }, null, null]);
});
