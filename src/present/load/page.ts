/** A load as a page: what it means first, then goodput and delay on one axis with the phases shaded, then the figures. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Language, Words } from '../../words/index.ts';
import { aboutSection } from '../html/about.ts';
import { assertList } from '../html/asserts.ts';
import type { Band, Chart, Series } from '../html/charts/chart.ts';
import { chartFigure } from '../html/charts/figure.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import { handRows, handSpans } from './by-hand.ts';
import { askedLines, loadNotes, phaseRows } from './rows.ts';
import { sentencesOf } from './say.ts';
import { delayLine, goodputLine, handDelay, handGoodput, lastSecond, type TimeLine } from './series.ts';
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
    section(text.charts, charts.map((one) => chartFigure(one, words)).join('')),
    section(text.table, htmlTable(phaseRows(document, words), text.table)),
    paragraphs(loadNotes(document, words)),
    byHandSection(document, words),
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
  const end = lastSecond(document);
  const bands: Band[] = document.phases.map(({ name, startSeconds, seconds }) => ({
    from: startSeconds,
    to: startSeconds + seconds,
    label: words.load.phases[name],
    strong: name !== 'idle',
  }));
  return [
    chart('goodput', 'bits', goodputLine(document), { end, bands }, words),
    chart('delay', 'time', delayLine(document), { end, bands }, words),
  ].filter(hasValues);
}

const hasValues = ({ series }: Chart): boolean =>
  series.some(({ values }) => values.some((value) => value !== null));

/** Both charts of a time stand under each other, on one axis. */
function chart(
  id: string,
  yKind: 'bits' | 'time',
  line: TimeLine,
  { end, bands }: { readonly end: number; readonly bands: readonly Band[] },
  { load: { page: text } }: Words,
): Chart {
  return {
    id,
    title: yKind === 'bits' ? text.goodput : text.delay,
    xKind: 'seconds',
    xLabel: text.seconds,
    yKind,
    logarithmic: false,
    xs: [...line.xs, end],
    series: [seriesOf(text.up, 'udp', 'thick', line.up), seriesOf(text.down, 'tcp', 'thin', line.down)],
    bands,
  };
}

function byHandSection({ byHand }: LoadDocument, words: Words): string {
  if (byHand === undefined) return '';
  const { title, about } = words.load.byHand;
  const bands = handSpans(byHand, words);
  const charts = [
    chart('hand-goodput', 'bits', handGoodput(byHand), { end: byHand.seconds, bands }, words),
    chart('hand-delay', 'time', handDelay(byHand), { end: byHand.seconds, bands }, words),
  ].filter(hasValues);
  return section(
    title,
    `<p>${escapeHtml(about)}</p>${charts.map((one) => chartFigure(one, words)).join('')}${htmlTable(handRows(byHand, words), title, [1])}`,
  );
}

const seriesOf = (
  label: string,
  look: Series['look'],
  weight: Series['weight'],
  values: readonly (number | null)[],
): Series => ({ label, look, weight, values: [...values, null] });
