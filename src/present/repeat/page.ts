/** A repeated run as a page: the figures, then each run's value, one mark a run. */
import type { RepeatDocument, RepeatFigure } from '../../result/document/repeat.ts';
import type { Language, Words } from '../../words/index.ts';
import { formatFor, UNKNOWN } from '../format.ts';
import { aboutSection } from '../html/about.ts';
import { assertList } from '../html/asserts.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import type { Rows } from '../shared/rows.ts';
import { valueText } from '../shared/value-text.ts';
import { nameOf, repeatAsserts, repeatHead, repeatNotes, repeatRows } from './rows.ts';

export function repeatPage(document: RepeatDocument, words: Words, language: Language): string {
  const text = words.repeat;
  const [first = '', ...others] = repeatHead(document, words);
  const paragraphs = (lines: readonly string[]): string =>
    lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const body = [
    `<header class="verdict"><h1>${escapeHtml(first)}</h1>${paragraphs(others)}</header>`,
    assertList(repeatAsserts(document, words)),
    section(text.page.figures, htmlTable(repeatRows(document, words), text.page.figures)),
    section(text.page.each, htmlTable(eachRun(document, words), text.page.each)),
    paragraphs(repeatNotes(document, words)),
    section(words.html.headings.about, aboutSection(document, words, [])),
  ].join('');
  return htmlDocument({ title: text.page.title, body, charts: [], data: document, words, language });
}

function eachRun({ figures }: RepeatDocument, words: Words): Rows {
  const format = formatFor(words);
  const most = Math.max(0, ...figures.map(({ values }) => values.length));
  const say = ({ values, kind }: RepeatFigure, run: number): string => {
    const value = values[run] ?? null;
    return value === null ? UNKNOWN : valueText(value, kind, format);
  };
  return {
    head: [words.repeat.columns.run, ...figures.map((figure) => nameOf(figure, words))],
    rows: Array.from({ length: most }, (_, run) => [
      format.count(run + 1),
      ...figures.map((figure) => say(figure, run)),
    ]),
  };
}
