/** The gates of a run in words: the expression, what was measured, and whether it holds. */
import { metricFor } from '../result/metrics.ts';
import type { AssertResult, RunResult } from '../result/schema.ts';
import { meets, parseAssertion } from '../result/thresholds.ts';
import type { Words } from '../words/index.ts';
import { type Format, formatFor } from './format.ts';
import { safeText } from './safe-text.ts';

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
  const measured = text.measured(valueText(assert, format));
  if (assert.holds) return `${text.holds} (${measured})`;
  const parsed = parseAssertion(assert.expression);
  // The value alone would satisfy it: then the percentile lies among the lost.
  const among = parsed !== undefined && meets(parsed, assert.value) ? `; ${text.amongLost}` : '';
  return `${text.fails} (${measured}${among})`;
}

function valueText({ expression, value }: AssertResult, format: Format): string {
  const kind = metricFor(parseAssertion(expression)?.metric ?? '')?.kind;
  switch (kind) {
    case 'time':
      return format.time(value);
    case 'ratio':
      return format.percent(value);
    case 'bits':
      return format.bits(value);
    case 'number':
    case undefined:
      return format.rate(value);
  }
}
