/** What is not known is not 0: over every view of a run, with random histories of events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyModel, type Lane } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import { tallyOf } from '../../../src/present/live/model/tally.ts';
import { latencyOf } from '../../../src/present/live/parts/lane.ts';
import type { RunEvent, Snapshot } from '../../../src/result/events/events.ts';
import type { Transport } from '../../../src/units.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { scenario } from './scenarios.ts';
import { drawn } from './screenshot.tsx';

/** What a server, a kernel or a clock may not tell. */
const UNKNOWN: Readonly<Record<string, (snapshot: Snapshot) => Snapshot>> = {
  kernel: (one) => ({ ...one, tcp: null }),
  kernelOfTheServer: (one) => ({ ...one, tcp: { retransmits: null } }),
  server: (one) => ({ ...one, up: null, down: null }),
  serverSoFar: (one) => ({ ...one, up: one.up && nothing(one.up), down: one.down && nothing(one.down) }),
  answers: (one) => ({ ...one, total: NO_TIMES, recent: NO_TIMES }),
  rate: (one) => ({ ...one, rate: { offered: null, achieved: null } }),
  copies: (one) => ({ ...one, duplicates: null, reordered: null }),
};
const NO_TIMES = { count: 0, p50: null, p90: null, p99: null, p999: null, max: null };
const nothing = (one: object) =>
  Object.fromEntries(Object.keys(one).map((name) => [name, null])) as unknown as NonNullable<Snapshot['up']>;

const histories = (['tcp', 'udp', 'compare'] as const).map((kind) => {
  const transports: Transport[] = kind === 'compare' ? ['tcp', 'udp'] : [kind];
  return scenario({ transports, loss: 0.05, delay: 20e6, packets: false });
});

const history = fc.record({
  which: fc.constantFrom(...histories),
  upTo: fc.double({ min: 0, max: 1, noNaN: true }),
  unknown: fc.subarray(Object.keys(UNKNOWN)),
  columns: fc.constantFrom(60, 80, 100, 200),
  rows: fc.integer({ min: 20, max: 45 }),
  language: fc.constantFrom('en' as const, 'pt-BR' as const),
});

describe('a live figure', () => {
  it('that is not known is a dash, and never 0', () => {
    fc.assert(
      fc.property(history, ({ which, upTo, unknown, columns, rows, language }) => {
        const events = which.events
          .slice(0, Math.floor(upTo * which.events.length))
          .map(
            (event): RunEvent =>
              event.event === 'snapshot'
                ? { ...event, snapshot: unknown.reduce((one, name) => UNKNOWN[name]!(one), event.snapshot) }
                : event,
          );
        const model = events.reduce(reduce, emptyModel(which.spec));
        const lines = drawn(model, { columns, rows, language });
        const f = wordsFor(language).live.figures;
        const halves =
          model.lanes.length === 1
            ? [lines]
            : [0, 1].map((side) => lines.map((line) => line.split(' │ ')[side] ?? ''));
        for (const [at, lane] of model.lanes.entries()) {
          const text = (halves[at] ?? []).slice(0, 9).join('\n');
          for (const [names, value] of figuresOf(lane, f)) {
            for (const name of names) {
              const shown = new RegExp(`(?<![\\p{L}-])${name} ([\\d.,–]+)`, 'u').exec(text)?.[1];
              if (shown !== undefined && value === null) expect(shown, `${name} in\n${text}`).toBe('–');
            }
          }
          const up = lane.final?.loss.up ?? lane.snapshot?.up;
          const row = lines.find((line) => line.startsWith(`${f.up} `) && model.lanes.length === 1);
          if (up?.sent === null && row !== undefined) expect(row).not.toMatch(/\d/);
        }
      }),
      { numRuns: 150, seed: 23 },
    );
  });
});

type Figures = ReturnType<typeof wordsFor>['live']['figures'];

/** Names as they stand before a figure, and whether anybody knows it. */
function figuresOf(lane: Lane, f: Figures): [string[], number | null][] {
  const tally = tallyOf(lane);
  const total = latencyOf(lane);
  return [
    [[f.againShort, f.againTiny], tally?.retransmits ?? null],
    [[f.missing, f.lost], tally?.missing ?? null],
    [[f.achieved], lane.final?.rate.achieved ?? lane.snapshot?.rate.achieved ?? null],
    [['p50'], total?.p50 ?? null],
    [['p99'], total?.p99 ?? null],
    [[f.max], total?.max ?? null],
  ];
}
