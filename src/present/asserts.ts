/** The gates of a run in words: the expression, what was measured, and whether it holds. */
import { parseAssertion } from '../result/assertions.ts';
import type { AssertResult, RunResult } from '../result/schema.ts';
import { meets } from '../result/thresholds.ts';
import type { Words } from '../words/index.ts';
import { type Format, formatFor } from './format.ts';
import { safeText } from './safe-text.ts';
import { valueText } from './value-text.ts';

export interface AssertLine {
  readonly holds: boolean;
  readonly text: string;
}

export function assertLines(result: RunResult, words: Words): AssertLine[] {
  const format = formatFor(words);
  return result.asserts.map((assert) => ({
    holds: assert.holds,
    text: `${safeText(assert.expression)}: ${outcome(assert, words, format)}`,
  }));
}

/** `holds (measured 1.2 ms)`. */
export function outcome(assert: AssertResult, words: Words, format: Format): string {
  const text = words.summary.asserts;
  if (assert.value === null) return text.unknown;
  const parsed = parseAssertion(assert.expression);
  const measured = text.measured(valueText(assert.value, parsed?.metric.kind, format));
  if (assert.holds) return `${text.holds} (${measured})`;
  // The value alone would satisfy it: then the percentile lies among the lost.
  const among = parsed !== undefined && meets(parsed, assert.value) ? `; ${text.amongLost}` : '';
  return `${text.fails} (${measured}${among})`;
}
