/** A comparison for a ticket or a CI job. */
import type { Comparison } from '../../result/compare/comparison.ts';
import type { Words } from '../../words/index.ts';
import { comparisonAssertLines, comparisonRows, comparisonVerdict, noteText } from '../shared/comparison.ts';
import { assertItems, escapeMarkdown, markdownTable } from './markdown.ts';

export function markdownComparison(comparison: Comparison, words: Words): string {
  const text = words.report.compare;
  const blocks = [
    `## sockbench: ${escapeMarkdown(words.html.headings.comparison)}`,
    `**${escapeMarkdown(comparisonVerdict(comparison, words))}**`,
    ...comparison.notes.map((note) => `> ⚠️ ${escapeMarkdown(noteText(note, comparison, words))}`),
    text.title(comparison.before.length, comparison.after.length),
    markdownTable(comparisonRows(comparison, words), [5]),
    assertItems(comparisonAssertLines(comparison, words), words),
    escapeMarkdown(text.method),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
