import { describe, expect, it } from 'vitest';
import { DelaySplit } from '../../../../src/measure/delay/split.ts';
import { Ledger } from '../../../../src/measure/ledger.ts';
import type { LedgerSnapshot } from '../../../../src/measure/ledger-data.ts';
import type { RunEvent, Snapshot } from '../../../../src/result/events.ts';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import { laneOf, serverLaneOf } from '../../../../src/run/client/live/lanes.ts';
import { LiveView } from '../../../../src/run/client/live/live-view.ts';
import type { Beside, LiveEvent, Said } from '../../../../src/run/client/live/reported.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import { pack, packSaid } from '../../../../src/run/client/threads/packed-report.ts';
import { Packer } from '../../../../src/run/client/threads/packing.ts';
import type { Transport } from '../../../../src/units.ts';
import { QUIET } from '../../../fixtures/server-snapshot.ts';

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

const spec = { transports: ['tcp', 'udp'], threads: 2 } as const;

const plan = (transport: Transport, clients = 1) =>
  ({
    transport,
    mode: 'echo',
    clients,
    rate: 100,
    size: SIZE,
    duration: 10 * SECOND,
    count: Infinity,
  }) as TransportPlan;

const beside = (transport: Transport, clients = 1): Beside => ({
  event: 'beside',
  transport,
  plan: plan(transport, clients),
  connected: clients,
  measuredFrom: 0,
  plainEcho: false,
  warnings: [],
});

function packed(ledger: LedgerSnapshot, now: number): Uint8Array {
  const into = new Packer();
  pack({ ledger, stream: null, phase: 'running', now, utilisation: 0.25, stalls: null, tcp: null }, into);
  return into.packed;
}

/** A view that is told of lanes as a ring would. */
function viewed(clients = 1) {
  const view = new LiveView(spec);
  for (const transport of spec.transports) view.take(beside(transport, clients));
  const lanes = new Map<number, Uint8Array[]>();
  const put = (lane: number, part: Uint8Array): void => {
    lanes.set(lane, [...(lanes.get(lane) ?? []), part]);
  };
  return {
    view,
    report: (transport: Transport, worker: number, now: number): void =>
      put(laneOf(spec, transport, worker), packed(ledgerAt(now, transport === 'tcp').snapshot(now), now)),
    say: (transport: Transport, said: Said): void => {
      const into = new Packer();
      packSaid(said, into);
      put(serverLaneOf(spec, transport), into.packed);
    },
    put,
    look: (): RunEvent[] => {
      const events = view.look((lane) => lanes.get(lane) ?? []);
      lanes.clear();
      return events;
    },
  };
}

const start = {
  event: 'start',
  transports: ['tcp', 'udp'],
  effective: { mode: 'echo', size: { tcp: SIZE, udp: SIZE } },
} as unknown as LiveEvent;

const shown = (event: RunEvent | undefined): Snapshot => {
  if (event?.event !== 'snapshot') throw new Error(event?.event ?? 'none');
  return event.snapshot;
};

describe('what a screen makes of reports', () => {
  it('one snapshot of all generators, with what is known beside them', () => {
    const { report, look } = viewed(2);
    report('udp', 0, SECOND);
    expect(look()).toEqual([]);
    report('udp', 1, SECOND);
    const [event, ...more] = look();
    expect(more).toEqual([]);
    const snapshot = shown(event);
    expect(snapshot).toMatchObject({ sent: 202, received: 202, lost: 0, connected: 2, elapsed: SECOND });
    expect(snapshot.total).toMatchObject({ count: 202, max: 2e6 });
    expect(snapshot.rate).toEqual({ offered: 100, achieved: null });
  });

  it('the rate since the report before, of each transport by itself', () => {
    const { report, look } = viewed();
    report('udp', 0, SECOND);
    report('tcp', 0, SECOND / 2);
    look();
    report('udp', 0, 2 * SECOND);
    report('tcp', 0, SECOND);
    const events = look();
    expect(events.map((event) => event.event === 'snapshot' && event.transport)).toEqual(['tcp', 'udp']);
    expect(events.map((event) => shown(event).rate.achieved)).toEqual([100, 100]);
  });

  it('the rate from the beginning of the measured part on, where the report before was of the warm-up', () => {
    const { view, put, look } = viewed();
    view.take({ ...beside('udp'), measuredFrom: SECOND });
    const report = (now: number, sent: number) =>
      put(laneOf(spec, 'udp', 0), packed({ ...ledgerAt(-1).snapshot(now), sent }, now));
    report(0.85 * SECOND, 0);
    report(1.1 * SECOND, 10);
    expect(look().map((event) => shown(event).rate.achieved)).toEqual([null, 100]);
  });

  it('a snapshot for each report, though it looks late', () => {
    const { report, look } = viewed();
    for (const now of [SECOND, 2 * SECOND, 3 * SECOND]) report('udp', 0, now);
    expect(look().map((event) => shown(event).sent)).toEqual([101, 201, 301]);
  });

  it('both ends as of when the server spoke, as soon as it is known what this end had counted then', () => {
    const { report, say, look } = viewed();
    report('udp', 0, SECOND);
    say('udp', { snapshot: { ...QUIET, received: 150, sent: 150 }, at: 1.5 * SECOND });
    expect(shown(look()[0]).up).toBeNull();
    report('udp', 0, 2 * SECOND);
    const { up, down } = shown(look()[0]);
    expect(up).toMatchObject({ sent: 151, received: 151 });
    expect(down).toMatchObject({ sent: 151, received: 151 });
  });

  it('both ends alike where generators report at different times', () => {
    const { report, say, look } = viewed(2);
    report('udp', 0, SECOND);
    report('udp', 1, 0.8 * SECOND);
    say('udp', { snapshot: { ...QUIET, received: 302, sent: 302 }, at: 1.5 * SECOND });
    expect(shown(look()[0]).up).toBeNull();
    report('udp', 0, 2 * SECOND);
    report('udp', 1, 1.8 * SECOND);
    expect(shown(look()[0])).toMatchObject({
      up: { sent: 302, received: 302 },
      down: { sent: 302, received: 302 },
    });
  });

  it('goes on where one of two generators is silent', () => {
    const { report, say, look } = viewed(2);
    report('udp', 0, SECOND);
    report('udp', 1, SECOND);
    say('udp', { snapshot: { ...QUIET, received: 252, sent: 252 }, at: 1.5 * SECOND });
    let last: RunEvent | undefined;
    for (let at = 5; at <= 14; at++) {
      report('udp', 0, (at * SECOND) / 4);
      last = look()[0] ?? last;
    }
    expect(shown(last).up).toMatchObject({ sent: 252, received: 252 });
  });

  it('nothing more once the result is known: that stands', () => {
    const { view, report, look } = viewed();
    report('udp', 0, SECOND);
    view.take({ event: 'result', result: {} } as unknown as LiveEvent);
    expect(look()).toEqual([]);
  });

  it('the generator is judged by all its probes so far, not by the slowest of the last few', () => {
    const { put, look } = viewed();
    /** 25 probes, `slow` of which leave 50 ms late. */
    const report = (now: number, slow: number, transport: Transport = 'udp') => {
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
      put(laneOf(spec, transport, 0), packed(ledger.snapshot(now), now));
      const { trust, generator } = shown(look()[0]);
      return { level: trust.level, because: trust.because, lag: generator.sendLagP99 };
    };
    for (let at = 1; at <= 11; at++) expect(report(at * 0.25e9, 0).level).toBe('good');
    // 2 of 300 are in no p99; 4 of 325 are.
    expect(report(3e9, 2)).toEqual({ level: 'good', because: [], lag: 20_015 });
    expect(report(3.25e9, 4, 'tcp').because).toEqual(['send-lag']);
    expect(report(3.25e9, 4)).toMatchObject({ level: 'limited', because: ['send-lag'] });
    // A hiccup weighs less the longer all goes well.
    for (let at = 14; at <= 30; at++) report(at * 0.25e9, 0);
    expect(report(8e9, 0).level).toBe('good');
  });

  it('who held the answers so far, and what that says of the trust', () => {
    const { put, look } = viewed();
    const split = new DelaySplit(null, true);
    const ledger = new Ledger({
      flows: 1,
      lossThreshold: 3 * SECOND,
      interval: SECOND,
      start: 0,
      openLoop: true,
      tcp: false,
      split,
    });
    // 10 ms on the network and 30 ms in the server.
    for (let number = 0; number < 50; number++) {
      const sent = number * 20e6 + 1;
      ledger.sent(0, number, sent, sent);
      ledger.arrived(0, number, sent + 40e6, number, sent + 35e6, sent, sent + 5e6);
    }
    put(laneOf(spec, 'udp', 0), packed(ledger.snapshot(SECOND), SECOND));
    const { holders, trust } = shown(look()[0]);
    expect(holders!.all).toEqual({ generator: 0, blocked: 0, network: 0.25, server: 0.75, unknown: 0 });
    expect(holders!.slowest.server).toBeCloseTo(0.75);
    expect(trust).toEqual({ level: 'poor', because: ['server-delay'] });
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
    const { view, report, look } = viewed();
    expect(view.take(start)).toBe(start);
    view.take({ event: 'packets', packets, skipped: 0 });
    const strip = (transport: Transport): string => {
      report(transport, 0, 0.05 * SECOND);
      return shown(look()[0]).strip.fates;
    };
    expect(strip('tcp')).toBe('.hh...');
    expect(strip('udp')).toBe('......');
  });
});
