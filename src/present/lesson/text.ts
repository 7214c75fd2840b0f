/** The race on a terminal, when it is over. */
import type { LessonDocument } from '../../result/document/lesson.ts';
import type { Words } from '../../words/index.ts';
import { endingLines } from '../text/ending.ts';
import { paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { wrapped } from '../text/wrap.ts';
import { askedText, linkText, notesOf, raceRows, verdictOf } from './rows.ts';

export function lessonSummary(
  lesson: LessonDocument,
  words: Words,
  { color, width }: SummaryOptions,
): string {
  const paint = paintFor(color);
  const room = Math.max(20, width);
  const blocks = [
    endingLines(lesson, words, paint, room),
    [...wrapped(linkText(lesson, words), room), ...wrapped(askedText(lesson, words), room)],
    table(raceRows(lesson, words), room, paint),
    wrapped(verdictOf(lesson, words), room, paint.bold),
    notesOf(lesson, words).flatMap((note) => wrapped(note, room, paint.dim)),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}
