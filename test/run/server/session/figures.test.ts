import { describe, expect, it } from 'vitest';
import type { FlowCounts } from '../../../../src/run/server/flows/flow-engine.ts';
import { Confirmed } from '../../../../src/run/server/session/confirmed.ts';
import { Figures } from '../../../../src/run/server/session/figures.ts';

type Told = Partial<FlowCounts['snapshot']> & Partial<Pick<FlowCounts, 'waiting' | 'expected'>>;

function counts({ waiting = 0, expected = null, ...snapshot }: Told = {}): FlowCounts {
  return {
    open: 1,
    moved: 0,
    movedBytes: 0,
    overLimit: 0,
    exhausted: false,
    kept: 0,
    waiting,
    expected,
    snapshot: {
      type: 'snapshot',
      received: 0,
      sent: 0,
      duplicates: 0,
      reordered: 0,
      bytesReceived: 0,
      bytesSent: 0,
      seen: null,
      age: 0,
      ...snapshot,
    },
  };
}

describe('what the screen of a server shows of a session', () => {
  it('is by the second, however late it is looked at, and whenever the counts were taken', () => {
    const figures = new Figures(false);
    figures.next(counts({ age: 50 }), null, 1000);
    const { rate, bitsUp, bitsDown } = figures.next(
      counts({ received: 300, bytesReceived: 30_000, bytesSent: 15_000, age: 150 }),
      null,
      2600,
    );
    expect([rate, bitsUp, bitsDown]).toEqual([200, 160_000, 80_000]);
  });

  it('counts what comes up by the time in which it came, and not by whole messages', () => {
    const figures = new Figures(false);
    figures.next(counts(), null, 0);
    figures.next(counts(), { bytes: 100_000, span: 0.8e9 }, 1000);
    // Two messages of 128 KiB are whole now, of 250 kB that came in a second.
    const told = figures.next(counts({ bytesReceived: 262_144 }), { bytes: 350_000, span: 1.8e9 }, 2000);
    expect(told.bitsUp).toBe(2e6);
    expect(figures.next(counts(), { bytes: 350_000, span: 1.8e9 }, 3000).bitsUp).toBe(0);
  });

  it('does not count what only waits in a socket as gone down, nor twice', () => {
    const figures = new Figures(true);
    figures.next(counts(), null, 0);
    const down = (bytesSent: number, waiting: number, now: number) =>
      figures.next(counts({ bytesSent, waiting }), null, now).bitsDown;
    expect(down(400_000, 150_000, 1000)).toBe(2e6);
    expect(down(650_000, 150_000, 2000)).toBe(2e6);
    // Of a connection that broke, what waited is no longer confirmed.
    expect(down(650_000, 300_000, 3000)).toBe(0);
    expect(down(900_000, 150_000, 4000)).toBe(2e6);
  });

  it('has no rate of a moment', () => {
    const figures = new Figures(true);
    figures.next(counts(), null, 0);
    expect(figures.next(counts({ sent: 100 }), null, 1000).rate).toBe(100);
    expect(figures.next(counts({ sent: 190 }), null, 1010)).toMatchObject({ rate: 100, sent: 190 });
  });

  it('knows the share of the client’s probes that are missing', () => {
    const figures = new Figures(false);
    const lossOf = (expected: number | null) => figures.next(counts({ received: 9, expected }), null, 0).loss;
    expect([10, 8, 0, null].map(lossOf)).toEqual([0.1, 0, null, null]);
  });
});

describe('what the clients of a session have confirmed', () => {
  it('keeps what a connection had confirmed when it ended', () => {
    const kernel: (number | null)[] = [100, 50];
    const info = (flow: number) => ({
      retransmits: 0,
      rtt: 0,
      rttMin: null,
      acknowledged: kernel[flow]!,
      congestionWindow: 10,
      deliveryRate: null,
      congestionControl: null,
    });
    const confirmed = new Confirmed((flow) => (flow === 1 && kernel[0] === 200 ? null : info(flow)));
    expect(confirmed.sum([0, 1])).toBe(150);
    kernel[0] = 200;
    expect(confirmed.sum([0, 1])).toBe(250);
    expect(confirmed.sum([0])).toBe(250);
  });
});
