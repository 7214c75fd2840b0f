import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/measure/ledger.ts';
import type { RunEvent, Snapshot } from '../../../src/result/events.ts';
import type { FateRecord } from '../../../src/result/impairment.ts';
import { LiveView } from '../../../src/run/client/live-view.ts';
import { type LiveEvent, packed, type Reported, unpacked } from '../../../src/run/client/reported.ts';

const SECOND = 1e9;
const SIZE = 100;

/** A ledger of probes sent every 10 ms from 0 on, each answered 2 ms later, after `now`. */
function ledgerAt(now: number, tcp = false): Ledger {
  const options = { flows: 1, lossThreshold: 3 * SECOND, interval: SECOND, start: 0, openLoop: true, tcp };
  const ledger = new Ledger(options);
  for (let number = 0; number * 10e6 <= now; number++) {
    ledger.sent(0, number, number * 10e6, number * 10e6);
    ledger.arrived(0, number, number * 10e6 + 2e6);
  }
  return ledger;
}

function reported(transport: 'tcp' | 'udp', times: readonly number[]): Reported {
  const parts = times.map((now) =>
    packed({
      ledger: ledgerAt(now, transport === 'tcp').snapshot(now),
      stream: null,
      phase: 'running',
      now,
      utilisation: 0.25,
      tcp: null,
    }),
  );
  return {
    event: 'reported',
    transport,
    parts,
    plan: { transport, mode: 'echo', rate: 100, size: SIZE, duration: 10 * SECOND, count: Infinity },
    connected: times.length,
    measuredFrom: 0,
    server: undefined,
    heard: { sent: 0, received: 0 },
    plainEcho: false,
    warnings: [],
  } as unknown as Reported;
}

const start = {
  event: 'start',
  transports: ['tcp', 'udp'],
  effective: { mode: 'echo', size: { tcp: SIZE, udp: SIZE } },
} as unknown as LiveEvent;

const shown = (event: RunEvent): Snapshot => {
  if (event.event !== 'snapshot') throw new Error(event.event);
  return event.snapshot;
};

it('what is packed is the same when it is unpacked', () => {
  const part = {
    ledger: ledgerAt(SECOND).snapshot(SECOND),
    stream: null,
    phase: 'draining',
    now: SECOND + 0.25,
    utilisation: null,
    tcp: null,
  } as const;
  expect(unpacked(packed(part))).toEqual(part);
});

describe('what a screen makes of reports', () => {
  it('one snapshot of all generators, with what was known beside them', () => {
    const snapshot = shown(new LiveView().take(reported('udp', [SECOND, SECOND])));
    expect(snapshot).toMatchObject({ sent: 202, received: 202, lost: 0, connected: 2, elapsed: SECOND });
    expect(snapshot.total).toMatchObject({ count: 202, max: 2e6 });
    expect(snapshot.rate).toEqual({ offered: 100, achieved: null });
  });

  it('the rate since the report before, of each transport by itself', () => {
    const view = new LiveView();
    view.take(reported('udp', [SECOND]));
    view.take(reported('tcp', [SECOND / 2]));
    expect(shown(view.take(reported('udp', [2 * SECOND]))).rate.achieved).toBe(100);
    expect(shown(view.take(reported('tcp', [SECOND]))).rate.achieved).toBe(100);
  });

  it('a generator is judged by the probes of some seconds, not by the slowest of the last few', () => {
    const view = new LiveView();
    /** 25 probes, `slow` of which leave 50 ms late. */
    const report = (now: number, slow: number, transport: 'tcp' | 'udp' = 'udp') => {
      const ledger = new Ledger({
        flows: 1,
        lossThreshold: 3 * SECOND,
        interval: SECOND,
        start: 0,
        openLoop: true,
        tcp: false,
      });
      for (let number = 0; number < 25; number++)
        ledger.sent(0, number, number, number + (number < slow ? 50e6 : 20e3));
      const snapshot = ledger.snapshot(now);
      const part = {
        ledger: snapshot,
        stream: null,
        phase: 'running',
        now,
        utilisation: 0.1,
        tcp: null,
      } as const;
      return shown(view.take({ ...reported(transport, []), parts: [packed(part)] })).generator;
    };
    for (let at = 1; at <= 11; at++) expect(report(at * 0.25e9, 0).saturated).toBe(false);
    // 2 of 300 are in no p99; 4 are.
    expect(report(3e9, 2)).toMatchObject({ saturated: false, sendLagP99: 20_015 });
    expect(report(3.25e9, 4, 'tcp').saturated).toBe(true);
    expect(report(3.25e9, 4).saturated).toBe(true);
    // What was then is forgotten.
    for (let at = 14; at <= 25; at++) report(at * 0.25e9, 0);
    expect(report(6.5e9, 0).saturated).toBe(false);
  });

  it('probes that a lost segment held back, once the packets have told, and of TCP alone', () => {
    const segment = (number: number, at: number, lost: boolean): FateRecord =>
      ({
        time: at,
        direction: 'up',
        protocol: 'tcp',
        source: 'client',
        destination: 'server',
        bytes: 40 + SIZE,
        fate: lost ? 'lost' : 'delivered',
        ...(!lost && { deliveredAt: at + 1 }),
        tcp: { seq: 5000 + number * SIZE, ack: 0, flags: 'A', length: SIZE },
        probe: { flow: 0, number, warmup: false },
        index: 0,
      }) as FateRecord;
    const packets = [segment(0, 0, false), segment(1, 1, true), segment(2, 2, false), segment(1, 9, false)];
    const view = new LiveView();
    expect(view.take(start)).toBe(start);
    view.take({ event: 'packets', packets, skipped: 0 });
    const strip = (transport: 'tcp' | 'udp'): string =>
      shown(view.take(reported(transport, [0.05 * SECOND]))).strip.fates;
    expect(strip('tcp')).toBe('.hh...');
    expect(strip('udp')).toBe('......');
  });
});
