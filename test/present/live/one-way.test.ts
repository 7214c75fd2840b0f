import { describe, expect, it } from 'vitest';
import { emptyModel, type RunModel } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import { carriedBits } from '../../../src/present/live/sentences.ts';
import type { RunEvent, Snapshot } from '../../../src/result/events/events.ts';
import type { RunSpec } from '../../../src/result/spec.ts';
import type { Transport } from '../../../src/units.ts';
import { widthOf } from '../../../src/width.ts';
import { effectiveOf, resultOf, scenario, specOf } from './scenarios.ts';
import { drawn } from './screenshot.tsx';

const template = scenario({ transports: ['udp'], seconds: 1 }).events.find(
  (event) => event.event === 'snapshot',
)! as Extract<RunEvent, { event: 'snapshot' }>;

const MEGABIT = 125_000;
const nothing = { count: 0, p50: null, p90: null, p99: null, p999: null, max: null };

/** `up` and `down` in Mbit/s, for five seconds; null where that direction is not the run's. */
function running(
  transports: readonly Transport[],
  mode: RunSpec['mode'],
  up: number | null,
  down: number | null,
): RunModel {
  const spec = specOf(transports, { mode });
  let model = emptyModel(spec);
  for (let step = 1; step <= 25; step++)
    for (const transport of transports) {
      const seconds = step / 5;
      const snapshot: Snapshot = {
        ...template.snapshot,
        phase: 'running',
        elapsed: seconds * 1e9,
        rate: { offered: 1000, achieved: up === null ? null : 999 },
        goodput: { up: arrived(up, seconds), down: arrived(down, seconds) },
        up: up === null ? null : direction(4000),
        down: down === null ? null : direction(4100),
        total: nothing,
        recent: nothing,
        histogram: [],
        strip: { from: 0, fates: '' },
      };
      model = reduce(model, { event: 'snapshot', transport, snapshot });
    }
  return model;
}

/** After so many seconds of so many Mbit/s; null where that direction is not the run's. */
const arrived = (megabits: number | null, seconds: number) =>
  megabits === null ? null : { bytes: megabits * MEGABIT * seconds, span: seconds * 1e9 };
const direction = (sent: number) => ({ sent, received: sent - 9, lost: null, duplicates: 0, reordered: 0 });
const textOf = (model: RunModel, columns = 100, rows = 30, language: 'en' | 'pt-BR' = 'en'): string =>
  drawn(model, { columns, rows, language }).join('\n');

describe('one-way runs on the screen', () => {
  it('a rate is of bytes and time of one receiver, whatever time the report was made at', () => {
    const told = (phase: Snapshot['phase'], seconds: number, bytes: number, span: number): RunEvent => ({
      event: 'snapshot',
      transport: 'tcp',
      snapshot: {
        ...template.snapshot,
        phase,
        elapsed: seconds * 1e9,
        goodput: { up: null, down: { bytes: bytes * MEGABIT, span: span * 1e9 } },
      },
    });
    const model = [
      told('warmup', -0.15, 0, 0),
      told('running', 0.1, 1.4, 0.14),
      // Nothing new is no zero: it is not known yet.
      told('running', 0.35, 1.4, 0.14),
      // A piece that waited behind a lost one.
      told('running', 0.36, 3.5, 0.35),
      // After a silence that was told.
      told('running', 1.6, 3.5, 0.6),
      // After the end: what still comes is no part of the span.
      told('draining', 1.6, 13.5, 1.6),
      told('draining', 1.6, 13.5, 1.6),
    ].reduce(reduce, emptyModel(specOf(['tcp'], { mode: 'down' })));
    const { carried } = model.lanes[0]!;
    expect(carried.up).toEqual([]);
    expect(carried.down.map(({ from, to, p50 }) => [from / 1e9, to / 1e9, Math.round(p50!)])).toEqual([
      [0, 0.14, 10e6],
      [0.14, 0.35, 10e6],
      [0.35, 0.6, 0],
      [0.6, 1.6, 10e6],
    ]);
  });

  it('up: what arrives, and no word of answers, latency or losses that nobody knows yet', () => {
    const text = textOf(running(['udp'], 'up', 20, null));
    expect(text).toContain('UDP carries 20 Mbit/s up.');
    expect(text).toMatch(/^up 20 Mbit\/s *$/m);
    expect(text).toContain('Arrived over time, up');
    expect(text).toMatch(/^up +4,000 +3,991 +– /m);
    expect(text).not.toMatch(/answered|missing|lost none|p50|over time, down/);
  });

  it('up: what the server does not tell is not known, and not what was sent', () => {
    const lane = running(['udp'], 'up', 20, null).lanes[0]!;
    expect(carriedBits(lane, 'up')).toBe(20e6);
    const untold = { ...lane.snapshot!, goodput: { up: null, down: null } };
    expect(carriedBits({ ...lane, snapshot: untold }, 'up')).toBeNull();
  });

  it('down: the achieved rate is the server’s, and not shown as 0', () => {
    const text = textOf(running(['tcp'], 'down', null, 30));
    expect(text).toContain('TCP carries 30 Mbit/s down.');
    expect(text).not.toContain('achieved');
    expect(text).not.toContain('over time, up');
  });

  it('both: each direction by itself, on one scale', () => {
    const text = textOf(running(['udp'], 'both', 20, 4));
    expect(text).toContain('UDP carries 20 Mbit/s up and 4 Mbit/s down.');
    expect(text).toMatch(/Arrived over time, up ─+ {2}── Arrived over time, down/);
    const tops = text.split('\n').filter((line) => /20 Mbit\/s │.*20 Mbit\/s │/.test(line));
    expect(tops.length).toBe(1);
  });

  it('compare: both transports on one scale, a part for each direction', () => {
    const text = textOf(running(['tcp', 'udp'], 'both', 20, 4));
    expect(text.split('Arrived over time, up').length).toBe(3);
    expect(text.split('Arrived over time, down').length).toBe(3);
    expect(text).not.toContain('Delivery');
  });

  it('at the end: what was lost, as the result says', () => {
    const spec = specOf(['udp'], { mode: 'up' });
    const echo = scenario({ transports: ['udp'], loss: 0.05 }).events.find(
      (event) => event.event === 'result',
    );
    const measured = echo?.event === 'result' ? echo.result.transports[0]! : undefined;
    const lost = { ...measured!.loss.up!, sent: 5000, lost: 12 };
    const result = resultOf(
      spec,
      effectiveOf(spec),
      [
        {
          ...measured!,
          mode: 'up',
          goodput: { up: 19e6, down: null },
          loss: { ...measured!.loss, up: lost },
        },
      ],
      { status: 'completed' },
    );
    const ended = reduce(running(['udp'], 'up', 20, null), { event: 'result', result });
    expect(textOf(ended)).toContain('UDP carried 19 Mbit/s up, and lost 12 of 5,000 datagrams.');
    expect(textOf(ended, 100, 30, 'pt-BR')).toContain(
      'O UDP transportou 19 Mbit/s de subida e perdeu 12 de 5.000 datagramas.',
    );
  });

  it('fits every size', () => {
    for (const mode of ['up', 'down', 'both'] as const)
      for (const transports of [['tcp'], ['tcp', 'udp']] as Transport[][])
        for (const [columns, rows] of [
          [80, 24],
          [61, 13],
          [120, 40],
          [200, 50],
        ] as const) {
          const model = running(transports, mode, mode === 'down' ? null : 20, mode === 'up' ? null : 9);
          const lines = drawn(model, { columns, rows, language: 'pt-BR' });
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
          expect(lines.join('\n')).not.toMatch(/bit…/);
        }
  });
});
