import { expect, test } from 'vitest';
import { judgeRepeat } from '../../../src/result/asserts/repeat-asserts.ts';
import { runResult } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';

const MS = 1e6;
/** A run whose every answer takes so many ms. */
const run = (ms: number) =>
  runResult([transportResult({ transport: 'udp', delay: (ms / 2) * MS, spread: 1 })]);

test('holds where it holds in more than half of the runs that were planned', () => {
  const runs = [1, 9, 2, 8, 3].map(run);
  const [assert] = judgeRepeat(['p50<5ms'], runs, 5);
  expect(assert).toMatchObject({ expression: 'p50<5ms', holds: true });
  expect(Number(assert!.value) / MS).toBeCloseTo(3, 0);
  expect(judgeRepeat(['p50<5ms'], [1, 9, 8, 7, 2].map(run), 5)[0]!.holds).toBe(false);
  expect(judgeRepeat(['p50<5ms'], [1, 9].map(run), 2)[0]!.holds).toBe(false);
});

test('a run that is missing, or did not end as it should, holds nothing', () => {
  expect(judgeRepeat(['p50<5ms'], [run(1), run(2)], 4)[0]!.holds).toBe(false);
  const stopped = { ...run(1), ending: { status: 'interrupted' as const } };
  expect(judgeRepeat(['p50<5ms'], [run(1), stopped, stopped], 3)[0]!.holds).toBe(false);
  expect(judgeRepeat(['p50<5ms'], [], 2)).toEqual([{ expression: 'p50<5ms', value: null, holds: false }]);
});
