/** The result of a class on a terminal. */
import type { ClassDocument } from '../../result/document/classroom.ts';
import type { Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { wrapped } from '../text/wrap.ts';
import { classFiguresOf, classLine, classTables } from './rows.ts';

export function classText(document: ClassDocument, words: Words, { color, width }: SummaryOptions): string {
  const { classroom: text } = words;
  const paint = paintFor(color);
  const room = Math.max(20, width);
  if (document.guests.length === 0) return `${text.nobody}\n`;
  const blocks = [
    document.link === null ? [] : wrapped(words.classroom.link(safeText(document.link)), room, paint.warn),
    ...classTables(document, words).map(({ title, ...rows }) => [
      paint.bold(title),
      ...table(rows, room, paint),
    ]),
    wrapped(classLine(classFiguresOf(document), words, true), room, paint.bold),
    wrapped(text.definitions, room, paint.dim),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}
