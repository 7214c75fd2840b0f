import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TcpInfo } from '../../src/net/port.ts';
import { TcpSince } from '../../src/run/tcp-since.ts';

const info = (retransmits: number): TcpInfo => ({
  retransmits,
  rtt: 1e6,
  rttMin: 1e6,
  acknowledged: null,
  congestionWindow: 10,
  deliveryRate: null,
  congestionControl: 'cubic',
});

describe('counters of the measured part', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('leave out what was sent again while flows were opened and in the warm-up', () => {
    const totals = [3, 0];
    const since = new TcpSince(2, (flow) => info(totals[flow]!));
    const now = () => since.take().map(({ retransmits }) => retransmits);
    since.markIn(1e9);
    totals[0] = 7;
    expect(now()).toEqual([0, 0]);
    vi.advanceTimersByTime(1000);
    totals[0] = 9;
    totals[1] = 1;
    expect(now()).toEqual([2, 1]);
    expect(since.take(1)).toEqual([info(2)]);
  });

  it('read thousands of connections in several turns, and none that is gone', () => {
    let read = 0;
    const since = new TcpSince(1000, (flow) => {
      read++;
      return flow === 5 ? null : info(flow);
    });
    since.markIn(0);
    expect(read).toBeLessThan(1000);
    vi.runAllTimers();
    expect(read).toBe(1000);
    expect(since.take()).toHaveLength(999);
    expect(since.take().every(({ retransmits }) => retransmits === 0)).toBe(true);
  });

  it('tell by interval what was sent again, from the measured part on; what came last belongs to the last', () => {
    const totals = [5, 1];
    const since = new TcpSince(2, (flow) => info(totals[flow]!));
    since.markIn(500e6, { interval: 1e9, from: 500e6 });
    totals[0] = 6;
    vi.advanceTimersByTime(500);
    totals[0] = 8;
    vi.advanceTimersByTime(1000);
    totals[1] = 2;
    vi.advanceTimersByTime(1000);
    expect([since.resentIn(0), since.resentIn(1)]).toEqual([2, 1]);
    vi.advanceTimersByTime(1000);
    totals[0] = 12;
    const infos = since.take();
    expect(since.resent(infos)).toEqual([2, 1, 0, 4]);
    expect(infos.reduce((all, { retransmits }) => all + retransmits, 0)).toBe(7);
    since.stop();
  });

  it('tell nothing by interval of more connections than can be read between two probes, or where nobody asked', () => {
    const many = new TcpSince(1000, () => info(1));
    many.markIn(0, { interval: 1e9, from: 0 });
    expect([many.resentIn(0), many.resent(many.take())]).toEqual([null, null]);
    const unasked = new TcpSince(1, () => info(1));
    unasked.markIn(0);
    expect([unasked.resentIn(0), unasked.resent(unasked.take())]).toEqual([null, null]);
    many.stop();
    unasked.stop();
  });
});
