/**
 * One self-contained page from a result: no network, no other file. Everything is drawn as SVG here, so that it prints
 * and works without scripts; a script then adds zoom, a cursor and the theme.
 */

import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import { mainLatency, retransmitsOf } from '../../result/metrics.ts';
import type { Language, Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { AGENT_WORDS, agentRows } from '../shared/agents.ts';
import { assertLines } from '../shared/asserts.ts';
import { describeLink, describeRun } from '../shared/describe.ts';
import { delaySentences, ownerRows } from '../shared/owners.ts';
import { qualityText } from '../shared/quality.ts';
import { queueRows } from '../shared/queue-rows.ts';
import { directionRows, figureRows, latencyRows } from '../shared/rows.ts';
import { sayEnding, sayInterruption, warningsOf } from '../shared/sentences.ts';
import { trustText } from '../shared/trust.ts';
import { aboutSection } from './about.ts';
import { assertList } from './asserts.ts';
import { timeCharts } from './charts/chart.ts';
import { chartFigure } from './charts/figure.ts';
import { histogramFigure } from './charts/histogram.ts';
import { lossBars } from './charts/loss-bars.ts';
import { ownerBars } from './charts/owner-bars.ts';
import { percentileChart } from './charts/percentile-chart.ts';
import { sequenceDiagrams } from './charts/sequence.ts';
import { deliveryStrips } from './charts/strip.ts';
import { htmlDocument } from './document.ts';
import { escapeHtml } from './escape.ts';
import { section } from './section.ts';
import { htmlTable } from './table.ts';
import { verdict } from './verdict.ts';

export function htmlPage(result: RunResult, words: Words, language: Language): string {
  const text = words.html;
  const over = timeCharts(result, words);
  const percentiles = percentileChart(result, words);
  const charts = percentiles === null ? over : [...over, percentiles];
  const figures = (all: typeof over): string => all.map((chart) => chartFigure(chart, words)).join('');
  const body = [
    header(result, words),
    trust(result, words),
    asserts(result, words),
    cards(result, words),
    section(text.headings.fates, deliveryStrips(result, words)),
    section(text.headings.sequence, sequenceDiagrams(result, words)),
    section(
      text.headings.overTime,
      over.length === 0 ? '' : `<p class="keys">${escapeHtml(text.charts.keys)}</p>${figures(over)}`,
    ),
    section(
      text.headings.distribution,
      `${percentiles === null ? '' : figures([percentiles])}${histogramFigure(result, words)}`,
    ),
    section(text.headings.losses, losses(result, words)),
    section(words.owners.title, owned(result, words)),
    section(words.summary.queue.title, queues(result, words)),
    section(words.fleet.table.title, agents(result, words)),
    section(text.headings.data, tables(result, words)),
    section(text.headings.about, about(result, words)),
  ].join('');
  return htmlDocument({ title: describeRun(result, words), body, charts, data: result, words, language });
}

function header(result: RunResult, words: Words): string {
  const [first = '', ...rest] = verdict(result, words);
  const link = describeLink(result, words);
  const said = trustText(result, words);
  return [
    '<header class="verdict">',
    `<h1>${escapeHtml(first)}</h1>`,
    ...rest.map((sentence) => `<p class="more">${escapeHtml(sentence)}</p>`),
    ...(said === null ? [] : [`<p class="level ${said.level}">${escapeHtml(said.text)}</p>`]),
    `<p class="asked">${escapeHtml(describeRun(result, words))}.</p>`,
    link === null ? '' : `<p class="asked">${escapeHtml(words.summary.link.over(link))}.</p>`,
    '</header>',
  ].join('');
}

function trust(result: RunResult, words: Words): string {
  const items: string[] = [];
  if (result.ending.status === 'interrupted') items.push(escapeHtml(sayInterruption(result, words)));
  if (result.ending.status === 'failed') items.push(escapeHtml(sayEnding(result, words).remedy ?? ''));
  for (const { message, remedy } of warningsOf(result, words)) {
    items.push(
      `${escapeHtml(message)}${remedy === null ? '' : ` <span class="remedy">${escapeHtml(remedy)}</span>`}`,
    );
  }
  const shown = items.filter((item) => item !== '');
  if (shown.length === 0) return '';
  const { trust, remedy } = words.html.headings;
  const heading = result.transports.length === 0 ? remedy : trust;
  return `<aside class="trust"><h2>${escapeHtml(heading)}</h2><ul>${shown.map((item) => `<li>${item}</li>`).join('')}</ul></aside>`;
}

function asserts(result: RunResult, words: Words): string {
  const list = assertList(assertLines(result, words));
  return list === '' ? '' : section(words.html.headings.asserts, list);
}

function cards(result: RunResult, words: Words): string {
  if (result.transports.length === 0) return '';
  const format = formatFor(words);
  const drawn = result.transports.map((transport) => card(transport, words, format));
  return `<div class="cards">${drawn.join('')}</div>`;
}

function card(result: TransportResult, words: Words, format: Format): string {
  const text = words.summary;
  const latency = mainLatency(result);
  const answered = result.mode === 'echo' || result.mode === 'connect';
  const facts: [string, string, boolean][] = [
    ...(answered && latency !== null
      ? ([
          [`${text.columns.p50}`, format.time(latency.p50), true],
          [`${text.columns.p99}`, format.time(latency.p99), true],
          [`${text.columns.max}`, format.time(latency.max), false],
        ] as [string, string, boolean][])
      : ([
          [text.rows.goodputUp, format.bits(result.goodput.up), true],
          [text.rows.goodputDown, format.bits(result.goodput.down), true],
        ] as [string, string, boolean][])),
    [text.rows.loss, format.percent(result.loss.ratio), true],
    [text.rows.rate, text.rows.perSecond(format.rate(result.rate.achieved)), false],
    ...(retransmitsOf(result) === null
      ? []
      : ([[text.rows.retransmits, format.count(retransmitsOf(result)), false]] as [
          string,
          string,
          boolean,
        ][])),
  ];
  const items = facts.map(
    ([label, value, large]) =>
      `<div${large ? ' class="large"' : ''}><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<section class="card ${result.transport}"><h2>${text.transports[result.transport]}</h2><dl>${items.join('')}</dl></section>`;
}

function losses(result: RunResult, words: Words): string {
  const rows = directionRows(result, words);
  if (rows === null) return '';
  return `${lossBars(result, words)}${htmlTable(rows, words.summary.losses.title, [5])}`;
}

function agents(result: RunResult, words: Words): string {
  const rows = agentRows(result, words);
  return rows === null ? '' : htmlTable(rows, words.fleet.table.title, AGENT_WORDS);
}

function owned(result: RunResult, words: Words): string {
  const rows = ownerRows(result, words);
  const said = delaySentences(result, words).map((sentence) => `<p>${escapeHtml(sentence)}</p>`);
  if (rows === null) return said.join('');
  return `<p class="keys">${escapeHtml(words.owners.explained)}</p>${ownerBars(result, words)}${said.join('')}${htmlTable(rows, words.owners.title)}`;
}

function queues(result: RunResult, words: Words): string {
  const rows = queueRows(result, words);
  return rows === null ? '' : htmlTable(rows, words.summary.queue.title);
}

function tables(result: RunResult, words: Words): string {
  if (result.transports.length === 0) return '';
  const latency = latencyRows(result, words);
  return [
    htmlTable(figureRows(result, words), words.html.headings.data),
    latency.rows.length === 0
      ? ''
      : `<h3>${escapeHtml(latency.title)}</h3>${htmlTable(latency, latency.title)}`,
  ].join('');
}

function about(result: RunResult, words: Words): string {
  const text = words.html.about;
  const server = result.effective?.serverAddress;
  return aboutSection(result, words, [
    ...(server == null ? [] : [[text.server, server] as const]),
    ...(result.transports.length === 0
      ? []
      : [[text.quality, qualityText(result, words).replace(/^[^:]*: /, '')] as const]),
  ]);
}
