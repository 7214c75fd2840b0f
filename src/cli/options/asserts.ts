/** `--assert`: read before anything is measured, so that a slip of the pen is a misuse and not a failed gate. */
import { type Problem, readAssertion } from '../../result/asserts/assertions.ts';
import { readLoadAssertion } from '../../result/asserts/load-asserts.ts';
import { readComparisonAssertion } from '../../result/compare/comparison-asserts.ts';
import type { Words } from '../../words/index.ts';
import { refuse } from './values.ts';

/** Each once. @throws SockbenchError `bad-option` */
export const requireAssertions = (expressions: readonly string[], words: Words): string[] =>
  required(expressions, readAssertion, words.cli.asserts.form, words);

/** Of a comparison. @throws SockbenchError `bad-option` */
export const requireComparisonAssertions = (expressions: readonly string[], words: Words): string[] =>
  required(expressions, readComparisonAssertion, words.cli.asserts.comparisonForm, words);

/** Of a load. @throws SockbenchError `bad-option` */
export const requireLoadAssertions = (expressions: readonly string[], words: Words): string[] =>
  required(expressions, readLoadAssertion, words.load.allowed.assertForm, words);

function required(
  expressions: readonly string[],
  read: (expression: string) => object,
  form: string,
  words: Words,
): string[] {
  for (const expression of expressions) {
    const found = read(expression);
    if ('why' in found) {
      const problem = found as Problem;
      refuse('--assert', expression, whyNot(problem, form, words), problem.meant);
    }
  }
  return [...new Set(expressions.map((expression) => expression.trim()))];
}

function whyNot(
  { why, kind, value = '', words }: Problem,
  form: string,
  { cli: { asserts, allowed } }: Words,
): string {
  if (why === 'form') return form;
  if (why !== 'value') return asserts[why];
  if (words !== undefined) return allowed.choice(words.join(', '));
  // A number without its unit holds for ever, or never, in silence.
  const bare = /^\d+([.,]\d+)?$/.test(value);
  return bare && kind !== undefined && kind !== 'word' ? asserts.bare[kind](value) : asserts.values[kind!];
}
