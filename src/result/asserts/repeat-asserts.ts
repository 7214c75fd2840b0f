/**
 * Gates on a run that was repeated: one holds where it holds in more than half of the runs that were planned, so that
 * neither one unlucky run nor one lucky run decides. A run that is missing holds nothing.
 */
import { median } from '../compare/rank-test.ts';
import type { AssertResult, RunResult } from '../document/schema.ts';
import { judge } from './thresholds.ts';

/** @returns each with the median of the values that decided; null where a run does not know it */
export function judgeRepeat(
  expressions: readonly string[],
  runs: readonly RunResult[],
  planned: number,
): AssertResult[] {
  const judged = runs
    .filter(({ ending }) => ending.status === 'completed')
    .map((run) => judge(expressions, run));
  return expressions.map((expression, at) => {
    const all = judged.map((asserts) => asserts[at]!);
    const holding = all.filter(({ holds }) => holds).length;
    return { expression, value: middleOf(all), holds: holding * 2 > planned };
  });
}

function middleOf(judged: readonly AssertResult[]): AssertResult['value'] {
  const values = judged.map(({ value }) => value);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length > 0 && numbers.length === values.length)
    return median(numbers.toSorted((a, b) => a - b));
  return values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : null;
}
