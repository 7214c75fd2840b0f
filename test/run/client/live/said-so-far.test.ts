/** What a screen says of all that came so far: trust, and who held the answers. */
import { describe, expect, it } from 'vitest';
import { DelaySplit } from '../../../../src/measure/delay/split.ts';
import { Ledger } from '../../../../src/measure/ledger/ledger.ts';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import { laneOf } from '../../../../src/run/client/live/lanes.ts';
import type { Transport } from '../../../../src/units.ts';
import { packed, SECOND, SIZE, shown, spec, start, viewed } from './viewed.ts';

describe('what a screen says of all that came so far', () => {
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
