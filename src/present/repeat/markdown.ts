/** A repeated run for a ticket or a job's summary. */
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { Words } from '../../words/index.ts';
import { assertItems, escapeMarkdown, markdownTable } from '../export/markdown.ts';
import { repeatAsserts, repeatHead, repeatNotes, repeatRows } from './rows.ts';

export function repeatMarkdown(document: RepeatDocument, words: Words): string {
  const blocks = [
    `## sockbench: ${escapeMarkdown(words.repeat.page.title)}`,
    repeatHead(document, words).map(escapeMarkdown).join('  \n'),
    markdownTable(repeatRows(document, words), []),
    assertItems(repeatAsserts(document, words), words),
    ...repeatNotes(document, words).map(escapeMarkdown),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
