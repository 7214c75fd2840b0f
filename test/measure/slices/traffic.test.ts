import { describe, expect, it } from 'vitest';
import { MOST_INTERVALS } from '../../../src/measure/slices/intervals.ts';
import { mergeTraffic, Traffic } from '../../../src/measure/slices/traffic.ts';

describe('traffic by interval', () => {
  it('counts in the interval of the event, from the start on', () => {
    const traffic = new Traffic(1000, 100);
    expect(traffic.at(0)).toBe(0);
    expect([...traffic.data()]).toEqual([]);
    for (const at of [1000, 1099, 1100, 1350]) traffic.moved(at);
    expect([...traffic.data()]).toEqual([2, 1, 0, 1]);
    expect([0, 1, 2, 3, 4].map((index) => traffic.at(index))).toEqual([2, 1, 0, 1, 0]);
  });

  it('what came before the start counts in the first, and a later event does not shorten it', () => {
    const traffic = new Traffic(1000, 100);
    for (const at of [1250, 400, 1050]) traffic.moved(at);
    expect([...traffic.data()]).toEqual([2, 0, 1]);
  });

  it('grows far beyond its first room, and what is handed over is a copy', () => {
    const traffic = new Traffic(0, 1);
    for (let at = 0; at < 100; at++) traffic.moved(at);
    const before = traffic.data();
    traffic.moved(50);
    expect(before.length).toBe(100);
    expect(before[50]).toBe(1);
    expect(traffic.at(50)).toBe(2);
    expect(traffic.at(99)).toBe(1);
  });

  it('is bounded: what comes later than the last interval counts there', () => {
    const traffic = new Traffic(0, 1);
    for (const at of [MOST_INTERVALS - 1, MOST_INTERVALS, MOST_INTERVALS * 50]) traffic.moved(at);
    expect(traffic.data().length).toBe(MOST_INTERVALS);
    expect(traffic.at(MOST_INTERVALS - 1)).toBe(3);
  });

  it('parts of several generators add up, the shorter ones with nothing behind', () => {
    const columns = (counts: number[]) => Uint32Array.from(counts);
    expect([...mergeTraffic([])]).toEqual([]);
    expect([...mergeTraffic([columns([1, 2]), columns([3, 4, 5]), columns([])])]).toEqual([4, 6, 5]);
  });
});
