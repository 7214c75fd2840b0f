/** What must be known beside a comparison before it is believed. */

import type { RunResult } from '../document/schema.ts';
import type { ComparisonNote, FigureComparison, Run } from './comparison.ts';
import { conditionsOf } from './conditions.ts';
import type { Sides } from './draws.ts';

/** What makes the two sides hard to compare, whatever the figures say. */
export function notesOf(results: readonly RunResult[]): ComparisonNote[] {
  const differ = (read: (result: RunResult) => unknown): boolean =>
    new Set(results.map((result) => JSON.stringify(read(result)))).size > 1;
  const notes: [ComparisonNote, boolean][] = [
    ['differentSpec', differ(loadOf)],
    ['differentHost', differ((result) => conditionsOf(result).host)],
    ['differentEngine', differ((result) => conditionsOf(result).engine)],
    ['differentCongestion', differ((result) => conditionsOf(result).congestion)],
    ['differentTarget', differ((result) => conditionsOf(result).target)],
    ['differentVersion', differ((result) => conditionsOf(result).version)],
    ['incomplete', results.some(({ ending }) => ending.status !== 'completed')],
    [
      'saturated',
      results.some(({ transports }) =>
        transports.some(({ quality }) => quality.generator.saturated === true),
      ),
    ],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}

export function notesOfSides(
  before: readonly Run[],
  after: readonly Run[],
  sides: Sides,
  figures: readonly FigureComparison[],
): ComparisonNote[] {
  const times = (runs: readonly Run[]): number[] => runs.map(({ result }) => Date.parse(result.startedAt));
  const [old, fresh] = [times(before), times(after)];
  const apart = Math.max(...old) < Math.min(...fresh) || Math.max(...fresh) < Math.min(...old);
  const several = before.length > 1 && after.length > 1;
  const left = (sample: readonly number[], side: Sides[number]): boolean => sample.length < side.length;
  const notes: [ComparisonNote, boolean][] = [
    ['sameSeed', sides[0].length < before.length || sides[1].length < after.length],
    [
      'unknownLeftOut',
      figures.some((figure) => left(figure.before, sides[0]) || left(figure.after, sides[1])),
    ],
    // A machine that grows warm or busy meanwhile looks like a change.
    ['oneAfterTheOther', several && apart && figures.some(({ better }) => better !== null)],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}

/** Of these notes of their own tell, or they load nothing. */
const NO_LOAD: ReadonlySet<string> = new Set([
  'target',
  'engine',
  'seed',
  'bind',
  'perFlow',
  'perProbe',
  'asserts',
  'ownNetwork',
]);

/** What was asked of the path: seeds and times of day may differ between repetitions. */
function loadOf({ spec }: RunResult): unknown {
  const impairment = spec.impairment === null ? null : { ...spec.impairment, seed: 0 };
  return Object.entries({ ...spec, impairment }).filter(([name]) => !NO_LOAD.has(name));
}
