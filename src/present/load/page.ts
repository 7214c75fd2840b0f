/** A load as a page: what it means first, then goodput and delay on one axis with the phases shaded, then the figures. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Language, Words } from '../../words/index.ts';
import { aboutSection } from '../html/about.ts';
import { assertList } from '../html/asserts.ts';
import type { Band, Chart, Series } from '../html/chart.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { chartFigure } from '../html/figure.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import { askedLines, loadNotes, phaseRows } from './rows.ts';
import { sentencesOf } from './say.ts';
import { delayLine, goodputLine, lastSecond, type TimeLine } from './series.ts';
import { loadAsserts } from './text.ts';
import { loadTrust } from './trust.ts';

export function loadPage(document: LoadDocument, words: Words, language: Language): string {
  const text = words.load.page;
  const [first = words.load.say.nothing, ...others] = sentencesOf(document, words);
  const paragraphs = (sentences: readonly string[], look = ''): string =>
    sentences.map((sentence) => `<p${look}>${escapeHtml(sentence)}</p>`).join('');
  const charts = chartsOf(document, words);
  const body = [
    `<header class="verdict"><h1>${escapeHtml(first)}</h1>`,
    paragraphs(others),
    `${paragraphs(askedLines(document, words), ' class="asked"')}</header>`,
    trustSection(document, words),
    assertList(loadAsserts(document, words)),
    section(text.charts, charts.map((chart) => chartFigure(chart, words)).join('')),
    section(text.table, htmlTable(phaseRows(document, words), text.table)),
    paragraphs(loadNotes(document, words)),
    section(words.html.headings.about, aboutSection(document, words, [])),
  ].join('');
  return htmlDocument({ title: text.title, body, charts: [], data: document, words, language });
}

function trustSection(document: LoadDocument, words: Words): string {
  const { trust, warnings } = loadTrust(document, words);
  if (trust === null) return '';
  const items = warnings.map(
    ({ message, remedy }) =>
      `<li>${escapeHtml(message)}${remedy === null ? '' : ` ${escapeHtml(remedy)}`}</li>`,
  );
  const list = items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
  return `<p>${escapeHtml(trust.text)}</p>${list}`;
}

function chartsOf(document: LoadDocument, words: Words): Chart[] {
  const text = words.load.page;
  const end = lastSecond(document);
  const bands: Band[] = document.phases.map(({ name, startSeconds, seconds }) => ({
    from: startSeconds,
    to: startSeconds + seconds,
    label: words.load.phases[name],
    strong: name !== 'idle',
  }));
  const chart = (id: string, title: string, yKind: Chart['yKind'], line: TimeLine): Chart => ({
    id,
    title,
    xKind: 'seconds',
    xLabel: text.seconds,
    yKind,
    logarithmic: false,
    xs: [...line.xs, end],
    series: [seriesOf(text.up, 'udp', 'thick', line.up), seriesOf(text.down, 'tcp', 'thin', line.down)],
    bands,
  });
  const all = [
    chart('goodput', text.goodput, 'bits', goodputLine(document)),
    chart('delay', text.delay, 'time', delayLine(document)),
  ];
  return all.filter(({ series }) => series.some(({ values }) => values.some((value) => value !== null)));
}

const seriesOf = (
  label: string,
  look: Series['look'],
  weight: Series['weight'],
  values: readonly (number | null)[],
): Series => ({ label, look, weight, values: [...values, null] });
