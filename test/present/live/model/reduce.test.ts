import { describe, expect, it } from 'vitest';
import { emptyModel } from '../../../../src/present/live/model/model.ts';
import { reduce } from '../../../../src/present/live/model/reduce.ts';
import { tallyOf } from '../../../../src/present/live/model/tally.ts';
import { suggestionFor } from '../../../../src/present/live/sentences.ts';
import type { RunEvent } from '../../../../src/result/events/events.ts';
import type { Transport } from '../../../../src/units.ts';
import { effectiveOf, impairmentOf, scenario, specOf } from '../scenarios.ts';
import { drawn, modelAt } from '../screenshot.tsx';
import { modelAfter, packet, snapshot } from './told.ts';

describe('the reducer', () => {
  it('knows what the server says of its own link, and shows it where this machine has none', () => {
    const spec = specOf(['tcp', 'udp']);
    const granted = (text: string): RunEvent => ({
      event: 'granted',
      effective: effectiveOf(spec),
      warnings: [{ code: 'notice', message: '', remedy: null, details: { text } }],
    });
    const told = (text: string) => reduce(emptyModel(spec), granted(text));
    const link = told('an emulated link stands before this server; each way: loss 5%, delay 20ms');
    expect(drawn(link, { columns: 80 })[2]).toBe('link before the server, each way: loss 5%, delay 20ms');
    expect(drawn(link, { columns: 80, language: 'pt-BR' })[2]).toBe(
      'enlace na frente do servidor, em cada sentido: perda de 5 %, atraso de 20 ms',
    );
    expect(told('Welcome.').linkThere).toBeNull();
  });

  it('shows holes as missing long before they pass the loss threshold, as the strip does, and counts none twice', () => {
    const counted = (transport: Transport, fates: string): number => {
      const unresolved = fates.split('?').length - 1;
      const told = snapshot(transport, 0.2, { lost: 1, late: 0, unresolved, strip: { from: 1, fates } });
      return tallyOf(modelAfter(transport, told).lanes[0]!)!.missing;
    };
    expect(counted('udp', '.x.?...??')).toBe(2);
    expect(counted('udp', '.x.?..??')).toBe(1);
    // Many connections: one waits while others go on.
    expect(counted('tcp', '.x.?...??')).toBe(1);
  });

  it('calls nothing missing where nothing comes, however little of it the strip shows', () => {
    const silent = {
      received: 0,
      lost: 0,
      late: 0,
      unresolved: 5000,
      strip: { from: 3000, fates: '?'.repeat(2000) },
    };
    expect(tallyOf(modelAfter('udp', snapshot('udp', 2, silent)).lanes[0]!)!.missing).toBe(0);
  });

  it('while only answers are awaited, rate and generator stay as they were last seen', () => {
    const generator = { utilisation: 0.9, sendLagP99: 5e6 };
    const running = { phase: 'running', rate: { offered: 100, achieved: 90 }, generator } as const;
    const quiet = { utilisation: 0.1, sendLagP99: null };
    const drained = { phase: 'draining', rate: { offered: 100, achieved: 0 }, generator: quiet } as const;
    const model = modelAfter('udp', snapshot('udp', 1, running), snapshot('udp', 1.2, drained));
    expect(model.lanes[0]!.snapshot).toMatchObject({ phase: 'draining', rate: running.rate, generator });
  });

  it('draws no packet of the warm-up once the measured part has begun', () => {
    const packets: RunEvent = {
      event: 'packets',
      packets: [packet(0, 'lost'), { ...packet(1, 'lost'), time: -1 }],
      skipped: 0,
    };
    const model = modelAfter(
      'tcp',
      snapshot('tcp', -0.5, { phase: 'warmup' }),
      packets,
      snapshot('tcp', 0.2, { phase: 'running' }),
      packets,
    );
    expect(model.lanes[0]).toMatchObject({ packets: [{ index: 0 }], dropped: 1 });
  });

  it('counts what both ends sent again where the link sees it', () => {
    const again: RunEvent = {
      event: 'packets',
      packets: [0, 1].map((index) => ({
        ...packet(index, 'delivered'),
        tcp: { ...packet(index, 'delivered').tcp!, retransmissionOf: 0 },
      })),
      skipped: 0,
    };
    const kernel = { tcp: { retransmits: 1 } };
    const seen = modelAfter('tcp', snapshot('tcp', 0.2, kernel), again);
    expect(tallyOf(seen.lanes[0]!)!.retransmits).toBe(2);
    expect(tallyOf(modelAfter('tcp', snapshot('tcp', 0.2, kernel)).lanes[0]!)!.retransmits).toBe(1);
    // What was sent again in the warm-up is of no message.
    expect(
      tallyOf(modelAfter('tcp', snapshot('tcp', 0.2, { ...kernel, elapsed: -1e9 })).lanes[0]!)!.retransmits,
    ).toBeNull();
  });

  it('takes the result’s counts once there are any', () => {
    const lossy = scenario({ transports: ['udp'], loss: 0.1, delay: 1e6 });
    const model = modelAt(lossy, Number.POSITIVE_INFINITY);
    const probes = model.result!.transports[0]!.probes!;
    expect(tallyOf(model.lanes[0]!)).toMatchObject({
      sent: 1000,
      answered: probes.received,
      missing: probes.lost,
    });
  });

  it('counts dropped segments of the measured part only, and none once some went unseen', () => {
    const packets = (skipped: number): RunEvent => ({
      event: 'packets',
      packets: [packet(0, 'lost')],
      skipped,
    });
    const begun = modelAfter(
      'tcp',
      packets(0),
      snapshot('tcp', -0.5, { phase: 'warmup' }),
      snapshot('tcp', 0.2, { phase: 'running' }),
      packets(0),
    );
    expect(tallyOf(begun.lanes[0]!)!.dropped).toBe(1);
    expect(tallyOf(reduce(begun, packets(3)).lanes[0]!)!.dropped).toBeNull();
  });

  it('a link that was turned before the run began stays turned', () => {
    const spec = specOf(['tcp', 'udp'], { impairment: impairmentOf(0.05, 20e6) });
    const turned = { ...emptyModel(spec), impairment: impairmentOf(0.05, 30e6) };
    const start: RunEvent = {
      event: 'start',
      startedAt: '',
      spec,
      effective: effectiveOf(spec),
      transports: ['tcp', 'udp'],
      warnings: [],
    };
    expect(reduce(turned, start).impairment).toEqual(impairmentOf(0.05, 30e6));
    expect(reduce(emptyModel(spec), start).impairment).toEqual(impairmentOf(0.05, 20e6));
  });

  it('follows the link that is changed while it runs', () => {
    const impairment = impairmentOf(0.2, 1e6);
    const model = modelAfter('udp', { event: 'impairment', atSeconds: 1, impairment });
    expect(model.impairment).toEqual(impairment);
    expect(suggestionFor(model)).toBeNull();
  });

  it('one after the other: the first end is not the run’s', () => {
    const model = [
      snapshot('tcp', 1, { phase: 'ended' }),
      snapshot('udp', 0.2, { phase: 'running' }),
      snapshot('tcp', 1, { phase: 'ended' }),
    ].reduce(reduce, emptyModel(specOf(['tcp', 'udp'])));
    expect(model.phase).toBe('running');
  });

  it('keeps bounded memory', () => {
    let model = emptyModel(specOf(['udp']));
    for (let step = 1; step <= 3000; step++) {
      model = reduce(
        model,
        snapshot('udp', step / 5, { strip: { from: step * 100, fates: '.'.repeat(100) } }),
      );
      model = reduce(model, { event: 'packets', packets: [packet(step, 'delivered', 'udp')], skipped: 0 });
    }
    const lane = model.lanes[0]!;
    expect(lane.history.length).toBeLessThanOrEqual(1200);
    expect(lane.history[0]!.from).toBe(0);
    expect(lane.history.at(-1)!.to).toBe(600e9);
    expect(lane.strip.fates.length).toBeLessThanOrEqual(16_384);
    expect(lane.packets.length).toBeLessThanOrEqual(800);
  });

  it('what is answered when nothing is sent any more belongs to the end, where the slowest answers are', () => {
    const told = (count: number, time: number) => ({
      count,
      p50: time,
      p90: time,
      p99: time,
      p999: time,
      max: time,
    });
    const none = { count: 0, p50: null, p90: null, p99: null, p999: null, max: null };
    const model = modelAfter(
      'tcp',
      snapshot('tcp', 0.5, { recent: told(50, 40e6) }),
      snapshot('tcp', 1, { recent: told(45, 40e6) }),
      snapshot('tcp', 1, { phase: 'draining', recent: told(5, 419e6) }),
      snapshot('tcp', 1, { phase: 'draining', recent: none }),
    );
    const { history } = model.lanes[0]!;
    expect(history.map(({ from, to, count, max }) => ({ from, to, count, max }))).toEqual([
      { from: 0, to: 0.5e9, count: 50, max: 40e6 },
      { from: 0.5e9, to: 1e9, count: 50, max: 419e6 },
    ]);
  });
});
