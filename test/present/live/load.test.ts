/** The screen of a load: what its reducer makes of events, what keys mean, and frames of exact widths. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { canvasFor } from '../../../src/present/live/canvas.ts';
import { keptByHand } from '../../../src/present/live/load/kept.ts';
import { loadAction } from '../../../src/present/live/load/keys.ts';
import { emptyLoad, type LoadModel, nowLoaded, reduceLoad } from '../../../src/present/live/load/model.ts';
import { loadFrame } from '../../../src/present/live/load/view.ts';
import { widthOf } from '../../../src/present/live/text.ts';
import { LoadSchema } from '../../../src/result/document/load.ts';
import type { RunEvent } from '../../../src/result/events/events.ts';
import type { QueueMoment } from '../../../src/result/impairment.ts';
import { MILLISECOND, SECOND } from '../../../src/units.ts';
import { type Language, wordsFor } from '../../../src/words/index.ts';
import { line as link, planWith } from '../../experiment/load/model.ts';

const MS = MILLISECOND;
const moment = (bytes: number, sent: number): QueueMoment => ({
  packets: Math.round(bytes / 1500),
  bytes,
  peakPackets: 0,
  peakBytes: 0,
  sojourn: 100 * MS,
  sent,
  dropped: 3,
  marked: 0,
});
const samples = (from: number, up: number, down: number, offset = 7 * SECOND): RunEvent => {
  const sent = Array.from({ length: 25 }, (_, i) => from + i * 10 * MS);
  return {
    event: 'samples',
    transport: 'udp',
    sent,
    up: sent.map(() => up + offset),
    down: sent.map(() => down - offset),
  };
};
const finished = { event: 'result', result: { ending: { status: 'completed' } } } as unknown as RunEvent;
const started = { event: 'start', effective: { congestionControl: 'cubic' } } as unknown as RunEvent;

/** So many quarters of a second: idle, and from `fromQuarter` on with a full queue up. */
function modelAfter(quarters: number, fromQuarter = Number.POSITIVE_INFINITY): LoadModel {
  let model = reduceLoad(emptyLoad(planWith()), { event: 'run', run: 'probes', of: started }, 0);
  let sent = 0;
  for (let quarter = 0; quarter < quarters; quarter++) {
    const now = quarter * 250;
    const full = quarter >= fromQuarter;
    const tell = (run: string, of: RunEvent): void => {
      model = reduceLoad(model, { event: 'run', run, of }, now);
    };
    if (quarter === fromQuarter) tell('up', started);
    tell('probes', samples(1e12 + quarter * 250 * MS, (full ? 130 : 10) * MS, 10 * MS));
    sent += full ? 312_500 : 0;
    tell('probes', {
      event: 'queue',
      atSeconds: 0,
      up: moment(full ? 148_000 : 0, sent),
      down: moment(0, 0),
    });
  }
  return model;
}

describe('the picture', () => {
  it('shows what is added above the least of each direction, whatever the clocks say', () => {
    const { up, down } = modelAfter(40, 20);
    expect([up.delay.at(-1)!.p50, down.delay.at(-1)!.p50]).toEqual([120 * MS, 0]);
    expect(up.delay[2]!.p50).toBe(0);
  });

  it('shows what the link carries as it crosses', () => {
    const { up, down } = modelAfter(40, 20);
    expect(up.goodput.at(-1)!.p50! / 1e6).toBeCloseTo(10, 0);
    expect(down.goodput.at(-1)!.p50).toBe(0);
  });

  it('knows what is loaded, and where it began', () => {
    const model = modelAfter(40, 20);
    expect(nowLoaded(model)).toEqual(['up']);
    expect(model.bands[0]!.from / SECOND).toBeCloseTo(5, 0);
    const ended = reduceLoad(model, { event: 'run', run: 'up', of: finished }, 10_000);
    expect(nowLoaded(ended)).toEqual([]);
  });

  it('begins anew where loads begin by hand', () => {
    const model = reduceLoad(modelAfter(40, 20), { event: 'by-hand' }, 10_000);
    expect(model).toMatchObject({ bands: [], zero: null, byHand: true, impairment: link });
  });

  it('is kept with what was done by hand: when loads began and ended, and what was turned', () => {
    const codel = { ...link, up: { ...link.up, aqm: 'codel' as const } };
    let model = reduceLoad(modelAfter(8), { event: 'link', impairment: link }, 0);
    expect(keptByHand(model, 0)).toBeUndefined();
    model = reduceLoad(model, { event: 'by-hand' }, 0);
    const tell = (run: string, of: RunEvent, now: number): void => {
      model = reduceLoad(model, { event: 'run', run, of }, now);
    };
    for (let quarter = 0; quarter < 12; quarter++) {
      const now = quarter * 250;
      tell('probes', samples(1e12 + quarter * 250 * MS, (quarter < 4 ? 10 : 130) * MS, 10 * MS), now);
      if (quarter === 4) tell('up', started, now);
      if (quarter === 7) model = reduceLoad(model, { event: 'link', impairment: codel }, now);
      if (quarter === 9) tell('up', finished, now);
    }
    const kept = keptByHand(model, 2750)!;
    expect(v.is(LoadSchema.entries.byHand, kept)).toBe(true);
    expect(kept.impairment).toEqual(link);
    expect(kept.events.map(({ event, atSeconds }) => [event, Math.round(atSeconds * 4)])).toEqual([
      ['begin', 5],
      ['link', 8],
      ['end', 10],
    ]);
    expect(kept.events[1]).toMatchObject({ impairment: codel });
    expect(kept.added.up.map(({ p50 }) => p50! / MS)).toEqual([...Array(4).fill(0), ...Array(8).fill(120)]);
    expect(kept.added.down.every(({ p95 }) => p95 === 0)).toBe(true);
  });

  it('takes what the receivers told where no link tells', () => {
    const real = planWith({ impairment: null });
    let model = reduceLoad(emptyLoad(real), { event: 'run', run: 'down', of: started }, 0);
    const interval = { startSeconds: 1, endSeconds: 1.25, bytesUp: null, bytesDown: 312_500 };
    model = reduceLoad(model, { event: 'run', run: 'down', of: { event: 'interval', interval } as never }, 0);
    expect([model.down.goodput[0]!.p50, model.up.goodput]).toEqual([10e6, []]);
  });
});

describe('keys', () => {
  const change = (key: string, of = link) => {
    const action = loadAction(key, { over: false, lab: true });
    return action?.do === 'link' ? action.change(of) : null;
  };

  it('change queue, rate and management of both directions', () => {
    expect(change('a')!.up.aqm).toBe('codel');
    expect(change('a', change('a')!)!.down.aqm).toBe('fq-codel');
    expect(change('+')!.up.queueBytes).toBe(300_000);
    expect(change('-')!.down.queueBytes).toBe(75_000);
    expect([change('r')!.up.bandwidth, change('R')!.up.bandwidth]).toEqual([5e6, 20e6]);
    expect(change('e')!.up.ecn).toBe(true);
    const packets = { ...link, up: { ...link.up, queueBytes: null, queue: 100 } };
    expect(change('+', packets)!.up.queue).toBe(200);
  });

  it('begin a load by hand only when what was planned is over, and touch no real line', () => {
    expect(loadAction('u', { over: false, lab: true })).toBeNull();
    expect(loadAction('u', { over: true, lab: true })).toEqual({ do: 'toggle', way: 'up' });
    expect(loadAction('a', { over: true, lab: false })).toBeNull();
    expect(loadAction('q', { over: false, lab: true })).toEqual({ do: 'end' });
    expect(loadAction('q', { over: true, lab: true })).toEqual({ do: 'leave' });
  });
});

describe('a frame', () => {
  const frame = (columns: number, rows: number, language: Language = 'en', env = {}) =>
    loadFrame(
      canvasFor(wordsFor(language), { LANG: 'en_US.UTF-8', NO_COLOR: '1', ...env })(columns, rows),
      modelAfter(40, 20),
      9800,
    );

  it.each([
    [80, 24],
    [110, 32],
    [60, 16],
    [200, 60],
  ])('fits %i × %i in both languages', (columns, rows) => {
    for (const language of ['en', 'pt-BR'] as const) {
      const lines = frame(columns, rows, language);
      expect(lines).toHaveLength(rows);
      expect(Math.max(...lines.map((one) => widthOf(one)))).toBeLessThanOrEqual(columns);
    }
  });

  it('has both directions side by side, with the queue and its management', () => {
    const text = frame(110, 32).join('\n');
    expect(text).toMatch(/cubic/);
    expect(text).toMatch(/up: added delay {2}120 ms .*down: added delay {2}0/);
    expect(text).toMatch(/drop-tail █+░* 148 kB \/ 150 kB/);
    expect(frame(80, 24, 'pt-BR').join('\n')).toMatch(/fila/);
  });

  it('says why a load by hand ended by itself, until the next one begins', () => {
    const ending = { status: 'failed', code: 'control-lost', message: 'The control connection was lost.' };
    const tell = (model: LoadModel, run: string, of: unknown) =>
      reduceLoad(model, { event: 'run', run, of: of as RunEvent }, 0);
    const byHand = reduceLoad(modelAfter(8), { event: 'by-hand' }, 0);
    const failed = tell(byHand, 'probes', { event: 'result', result: { ending } });
    const text = (model: LoadModel): string =>
      loadFrame(canvasFor(wordsFor('en'), { NO_COLOR: '1' })(110, 32), model, 0).join('\n');
    expect(text(failed)).toMatch(/The control connection was lost/);
    expect(text(tell(failed, 'probes', started))).not.toMatch(/was lost/);
  });

  it('says where there is no room', () => {
    expect(frame(40, 10).join(' ')).toMatch(/too small/);
  });
});
