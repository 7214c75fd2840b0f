import { describe, expect, it } from 'vitest';
import { timeCharts } from '../../../src/present/html/charts/chart.ts';
import { type Point, slots, stallsIn } from '../../../src/present/live/model/history.ts';
import { bandLegend, chart, scaleFor } from '../../../src/present/live/parts/chart.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { samples } from '../../fixtures/results.ts';
import { canvasFor } from './screenshot.tsx';

const MS = 1e6;
/** A point a second; `stood` is what had been stood still by its end. */
const history = (...stood: number[]): Point[] =>
  stood.map((total, at) => ({
    from: at * 1e9,
    to: (at + 1) * 1e9,
    count: 10,
    p50: 40 * MS,
    p99: 40 * MS,
    max: 40 * MS,
    stood: total * MS,
  }));

describe('stalls in the chart of the screen', () => {
  it('stand where they were, if they can be seen', () => {
    expect(stallsIn(history(0, 2, 42, 42, 60))).toEqual([false, false, true, false, true]);
    expect(stallsIn(slots(history(0, 0, 42, 42), 2, 4e9))).toEqual([false, true]);
    expect(stallsIn([undefined, ...history(3, 9)])).toEqual([false, false, true]);
  });

  it('are marked on the axis, where it has no words, and explained', () => {
    const told = history(0, 0, 42, 42, 42, 42, 42, 42);
    const canvas = canvasFor({ columns: 26, rows: 6 });
    const axis = chart(canvas, told, scaleFor([told], false), 8e9, 'tcp').at(-1)!;
    expect(axis.indexOf('*')).toBeGreaterThan(10);
    expect(axis.split('*').length - 1).toBeGreaterThanOrEqual(1);
    expect(bandLegend(canvas, [told])).toContain('* this machine stood still');
    expect(bandLegend(canvas, [history(0, 0, 1)])).not.toContain('*');
  });
});

describe('stalls on the page', () => {
  const bands = (spans: [number, number][]) => {
    const result = samples.udpLossy();
    const [one] = result.transports;
    const stalls = { client: { count: 1, total: 1, longest: 1, spans }, server: null };
    return timeCharts({ ...result, transports: [{ ...one!, stalls }] }, wordsFor('en'))[0]!.bands;
  };

  it('are shaded, the longest with a name', () => {
    expect(
      bands([
        [1, 1.04],
        [3, 3.2],
      ]),
    ).toMatchObject([
      { from: 1, to: 1.04, label: '', strong: true },
      { from: 3, to: 3.2, label: 'this machine stood still', strong: true },
    ]);
    expect(bands([])).toBeUndefined();
  });

  it('off the axis are not drawn, whatever a file says', () => {
    expect(
      bands([
        [-1, 1],
        [2, 1],
        [3, 1e300],
      ]),
    ).toBeUndefined();
  });
});
