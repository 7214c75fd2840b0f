/** A repeated run on a terminal, when it is over. */
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { Words } from '../../words/index.ts';
import { assertBlock } from '../text/assert-block.ts';
import { endingLines } from '../text/ending.ts';
import { paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { wrapped } from '../text/wrap.ts';
import { repeatAsserts, repeatHead, repeatNotes, repeatRows } from './rows.ts';

export function repeatText(
  document: RepeatDocument,
  words: Words,
  { color, width, linear = false }: SummaryOptions,
): string {
  const paint = paintFor(color);
  const room = Math.max(20, width);
  const [first = '', ...others] = repeatHead(document, words);
  const blocks = [
    endingLines(document, words, paint, room),
    [...wrapped(first, room, paint.bold), ...others.flatMap((line) => wrapped(line, room, paint.bad))],
    document.figures.length === 0 ? [] : table(repeatRows(document, words), linear ? 0 : room, paint),
    assertBlock(repeatAsserts(document, words), paint, room),
    repeatNotes(document, words).flatMap((note) => wrapped(note, room, paint.dim)),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}
