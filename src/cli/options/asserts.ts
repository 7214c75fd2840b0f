/** `--assert`: read before anything is measured, so that a slip of the pen is a misuse and not a failed gate. */
import { parseAssertion } from '../../result/thresholds.ts';
import type { Words } from '../../words/index.ts';
import { refuse } from './values.ts';

/** @throws SockbenchError `bad-option` */
export function requireAssertions(expressions: readonly string[], words: Words): string[] {
  for (const expression of expressions) {
    if (parseAssertion(expression) === undefined) refuse('--assert', expression, words.cli.allowed.assertion);
  }
  return [...expressions];
}
