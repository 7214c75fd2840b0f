/** The comparison of saved results in the terminal. */
import wrapAnsi from 'wrap-ansi';
import type { Comparison } from '../../result/comparison.ts';
import type { Words } from '../../words/index.ts';
import { comparisonRows, comparisonVerdict } from '../comparison.ts';
import { paintFor } from './paint.ts';
import type { SummaryOptions } from './summary.ts';
import { table } from './table.ts';

export function comparisonText(comparison: Comparison, words: Words, options: SummaryOptions): string {
  const text = words.report.compare;
  const paint = paintFor(options.color);
  const width = Math.max(20, options.width);
  const blocks = [
    wrapAnsi(paint.bold(comparisonVerdict(comparison, words)), width),
    ...comparison.notes.map((note) => wrapAnsi(`${paint.warn('!')} ${text.notes[note]}`, width)),
    text.title(comparison.before.length, comparison.after.length),
    table({ ...comparisonRows(comparison, words), words: [5] }, width, paint).join('\n'),
    wrapAnsi(paint.dim(text.method), width),
  ];
  return `${blocks.join('\n\n')}\n`;
}
