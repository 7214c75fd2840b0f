import { describe, expect, it } from 'vitest';
import { MOST_INTERVALS } from '../../src/measure/intervals.ts';
import { mergeTraffic, Traffic } from '../../src/measure/traffic.ts';

const plain = ({ count, bytes }: { count: Uint32Array; bytes: Float64Array }) => ({
  count: [...count],
  bytes: [...bytes],
});

describe('traffic by interval', () => {
  it('counts in the interval of the event, from the start on', () => {
    const traffic = new Traffic(1000, 100);
    expect(traffic.at(0)).toEqual({ count: 0, bytes: 0 });
    expect(plain(traffic.data())).toEqual({ count: [], bytes: [] });
    traffic.moved(1000, 10);
    traffic.moved(1099, 20);
    traffic.moved(1100, 5);
    traffic.moved(1350, 7);
    expect(plain(traffic.data())).toEqual({ count: [2, 1, 0, 1], bytes: [30, 5, 0, 7] });
    expect([0, 1, 2, 3, 4].map((index) => traffic.at(index))).toEqual([
      { count: 2, bytes: 30 },
      { count: 1, bytes: 5 },
      { count: 0, bytes: 0 },
      { count: 1, bytes: 7 },
      { count: 0, bytes: 0 },
    ]);
  });

  it('what came before the start counts in the first, and a later event does not shorten it', () => {
    const traffic = new Traffic(1000, 100);
    traffic.moved(1250, 1);
    traffic.moved(400, 2);
    traffic.moved(1050, 4);
    expect(plain(traffic.data())).toEqual({ count: [2, 0, 1], bytes: [6, 0, 1] });
  });

  it('grows far beyond its first room, and what is handed over is a copy', () => {
    const traffic = new Traffic(0, 1);
    for (let at = 0; at < 100; at++) traffic.moved(at, at);
    const before = traffic.data();
    traffic.moved(50, 1);
    expect(before.count.length).toBe(100);
    expect(before.count[50]).toBe(1);
    expect(traffic.at(50)).toEqual({ count: 2, bytes: 51 });
    expect(traffic.at(99)).toEqual({ count: 1, bytes: 99 });
  });

  it('is bounded: what comes later than the last interval counts there', () => {
    const traffic = new Traffic(0, 1);
    traffic.moved(MOST_INTERVALS - 1, 1);
    traffic.moved(MOST_INTERVALS, 2);
    traffic.moved(MOST_INTERVALS * 50, 4);
    expect(traffic.data().count.length).toBe(MOST_INTERVALS);
    expect(traffic.at(MOST_INTERVALS - 1)).toEqual({ count: 3, bytes: 7 });
  });

  it('parts of several generators add up, the shorter ones with nothing behind', () => {
    const data = (count: number[], bytes: number[]) => ({
      count: Uint32Array.from(count),
      bytes: Float64Array.from(bytes),
    });
    expect(plain(mergeTraffic([]))).toEqual({ count: [], bytes: [] });
    expect(plain(mergeTraffic([data([1, 2], [10, 20]), data([3, 4, 5], [1, 2, 3]), data([], [])]))).toEqual({
      count: [4, 6, 5],
      bytes: [11, 22, 3],
    });
  });
});
