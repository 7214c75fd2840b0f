/** The comparison of saved results as a page. */
import type { Comparison, Run } from '../../result/compare.ts';
import type { Words } from '../../words/index.ts';
import { comparisonVerdict } from '../comparison.ts';
import { escapeHtml } from './escape.ts';

export function comparisonPage(
  comparison: Comparison,
  _before: readonly Run[],
  _after: readonly Run[],
  words: Words,
): string {
  return `<!doctype html><html lang="${words.tag}"><meta charset="utf-8"><title>sockbench</title><h1>${escapeHtml(comparisonVerdict(comparison, words))}</h1></html>\n`;
}
