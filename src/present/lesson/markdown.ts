/** The race for a hand-out or a ticket. */
import type { LessonDocument } from '../../result/document/lesson.ts';
import type { Words } from '../../words/index.ts';
import { escapeMarkdown, markdownTable } from '../export/markdown.ts';
import { askedText, linkText, notesOf, raceRows, verdictOf } from './rows.ts';

export function lessonMarkdown(lesson: LessonDocument, words: Words): string {
  const said = (text: string): string => escapeMarkdown(text);
  return `${[
    `## sockbench: ${said(words.lesson.page.title)}`,
    `${said(linkText(lesson, words))}  \n${said(askedText(lesson, words))}`,
    markdownTable(raceRows(lesson, words), []),
    `**${said(verdictOf(lesson, words))}**`,
    ...notesOf(lesson, words).map(said),
  ].join('\n\n')}\n`;
}
