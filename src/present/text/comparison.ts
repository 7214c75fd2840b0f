/** The comparison of saved results in the terminal. */
import type { Comparison } from '../../result/compare/comparison.ts';
import type { Words } from '../../words/index.ts';
import { comparisonAssertLines, comparisonRows, comparisonVerdict, noteText } from '../shared/comparison.ts';
import { assertBlock } from './assert-block.ts';
import { paintFor } from './paint.ts';
import type { SummaryOptions } from './summary.ts';
import { table } from './table.ts';
import { marked, wrapped } from './wrap.ts';

export function comparisonText(comparison: Comparison, words: Words, options: SummaryOptions): string {
  const text = words.report.compare;
  const paint = paintFor(options.color);
  const width = Math.max(20, options.width);
  const blocks = [
    wrapped(comparisonVerdict(comparison, words), width, paint.bold).join('\n'),
    ...comparison.notes.map((note) =>
      marked('!', paint.warn, noteText(note, comparison, words), width).join('\n'),
    ),
    text.title(comparison.before.length, comparison.after.length),
    table({ ...comparisonRows(comparison, words), words: [5] }, width, paint).join('\n'),
    assertBlock(comparisonAssertLines(comparison, words), paint, width).join('\n'),
    wrapped(text.method, width, paint.dim).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
