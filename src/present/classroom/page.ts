/** The result of a class as a page: what it saw together, then everyone. */
import type { ClassDocument } from '../../result/document/classroom.ts';
import type { Language, Words } from '../../words/index.ts';
import { aboutSection } from '../html/about.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import { safeText } from '../safe-text.ts';
import { classFiguresOf, classLine, classTables } from './rows.ts';

export function classPage(document: ClassDocument, words: Words, language: Language): string {
  const { classroom: text } = words;
  const { guests, link } = document;
  const seen = classLine(classFiguresOf(document), words, true);
  const count = text.guests(guests.length);
  const body = [
    `<header class="verdict"><h1>${escapeHtml(guests.length === 0 ? text.nobody : `${count}. ${seen}`)}</h1>${
      link === null ? '' : `<p>${escapeHtml(words.classroom.link(safeText(link)))}</p>`
    }</header>`,
    ...classTables(document, words).map(({ title, ...rows }) => section(title, htmlTable(rows, title))),
    `<p>${escapeHtml(text.definitions)}</p>`,
    section(words.html.headings.about, aboutSection(document, words, [])),
  ].join('');
  return htmlDocument({ title: text.title, body, charts: [], data: document, words, language });
}
