/** The gates of a run in words: the expression, what was measured, and whether it holds. */
import { parseAssertion } from '../../result/asserts/assertions.ts';
import { meets } from '../../result/asserts/thresholds.ts';
import type { AssertResult, RunResult } from '../../result/document/schema.ts';
import { missedIn, missedOf } from '../../result/missed.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { safeText } from '../safe-text.ts';
import { valueText } from './value-text.ts';

export interface AssertLine {
  readonly holds: boolean;
  readonly text: string;
}

export function assertLines(result: RunResult, words: Words): AssertLine[] {
  const format = formatFor(words);
  return result.asserts.map((assert) => ({
    holds: assert.holds,
    text: `${safeText(assert.expression)}: ${outcome(assert, words, format, isUndelivered(assert, result))}`,
  }));
}

/** A gate on loss judges the worse of two; whether it was what was never delivered. */
function isUndelivered({ expression, value }: AssertResult, { transports }: RunResult): boolean {
  if (parseAssertion(expression)?.metric.name.replace(/^(up|down)\./, '') !== 'loss') return false;
  const all = transports.flatMap((one) => [missedOf(one), missedIn(one.loss.up), missedIn(one.loss.down)]);
  const same = all.filter((missed) => missed?.ratio === value);
  return same.length > 0 && same.every((missed) => missed!.kind === 'undelivered');
}

/** `holds (measured 1.2 ms)`. @param undelivered the value is of what was never delivered */
export function outcome(assert: AssertResult, words: Words, format: Format, undelivered = false): string {
  const text = words.summary.asserts;
  if (assert.value === null) return text.unknown;
  const parsed = parseAssertion(assert.expression);
  const which = undelivered ? `, ${words.missed.which}` : '';
  const measured = `${text.measured(valueText(assert.value, parsed?.metric.kind, format))}${which}`;
  if (assert.holds) return `${text.holds} (${measured})`;
  // The value alone would satisfy it: then the percentile lies among the lost.
  const among = parsed !== undefined && meets(parsed, assert.value) ? `; ${text.amongLost}` : '';
  return `${text.fails} (${measured}${among})`;
}
