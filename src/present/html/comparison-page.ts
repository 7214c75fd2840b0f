/** The comparison of saved results as a page: the verdict, the figures, and the percentile curves of every run. */
import type { Comparison, Run } from '../../result/compare/comparison.ts';
import { mainLatency } from '../../result/metrics.ts';
import type { Transport } from '../../units.ts';
import { typedAgain } from '../../words/command.ts';
import type { Language, Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { comparisonAssertLines, comparisonRows, comparisonVerdict, noteText } from '../shared/comparison.ts';
import { assertList } from './asserts.ts';
import type { Chart } from './charts/chart.ts';
import { chartFigure } from './charts/figure.ts';
import { percentileCurves } from './charts/percentile-chart.ts';
import { htmlDocument } from './document.ts';
import { escapeHtml } from './escape.ts';
import { htmlTable } from './table.ts';

/** More curves than this cannot be told apart. */
const MOST_RUNS = 12;

export function comparisonPage(
  comparison: Comparison,
  before: readonly Run[],
  after: readonly Run[],
  words: Words,
  language: Language,
): string {
  const text = words.report.compare;
  const verdict = comparisonVerdict(comparison, words);
  const charts = (['tcp', 'udp'] as const)
    .map((transport) => overlay(transport, before, after, words))
    .filter((chart) => chart !== null);
  const notes = comparison.notes.map((note) => `<li>${escapeHtml(noteText(note, comparison, words))}</li>`);
  const asserts = assertList(comparisonAssertLines(comparison, words));
  const body = [
    `<header class="verdict"><h1>${escapeHtml(verdict)}</h1><p class="asked">${escapeHtml(text.title(before.length, after.length))}</p></header>`,
    notes.length === 0
      ? ''
      : `<aside class="trust"><h2>${escapeHtml(words.html.headings.trust)}</h2><ul>${notes.join('')}</ul></aside>`,
    `<section><h2>${escapeHtml(words.html.headings.comparison)}</h2>${htmlTable(comparisonRows(comparison, words), words.html.headings.comparison, [5])}<p class="asked">${escapeHtml(text.method)}</p></section>`,
    asserts === '' ? '' : `<section><h2>${escapeHtml(words.html.headings.asserts)}</h2>${asserts}</section>`,
    ...(charts.length === 0
      ? []
      : [
          `<section><h2>${escapeHtml(words.html.comparison.overlay)}</h2><p class="keys">${escapeHtml(words.html.charts.keys)}</p>${charts.map((chart) => chartFigure(chart, words)).join('')}</section>`,
        ]),
    `<section><h2>${escapeHtml(words.html.comparison.runs)}</h2>${runs(comparison, words)}<p><button type="button" id="download" hidden>${escapeHtml(words.html.about.download)}</button></p></section>`,
  ].join('');
  return htmlDocument({ title: verdict, body, charts, data: comparison, words, language });
}

function overlay(
  transport: Transport,
  before: readonly Run[],
  after: readonly Run[],
  words: Words,
): Chart | null {
  const text = words.html.comparison;
  const curves = (runs: readonly Run[], look: 'before' | 'after') =>
    runs.slice(0, MOST_RUNS).flatMap(({ result }, at) => {
      const measured = result.transports.find((candidate) => candidate.transport === transport);
      if (measured === undefined) return [];
      return [
        { label: `${text[look]} ${at + 1}`, look, weight: 'thin' as const, times: mainLatency(measured) },
      ];
    });
  return percentileCurves(
    `percentiles-${transport}`,
    `${words.summary.transports[transport]}: ${words.html.charts.percentiles}`,
    [...curves(before, 'before'), ...curves(after, 'after')],
    words,
  );
}

function runs({ before, after }: Comparison, words: Words): string {
  const text = words.html;
  const rows = (['before', 'after'] as const).flatMap((side) =>
    (side === 'before' ? before : after).map(({ file, startedAt, command }, at) => [
      `${text.comparison[side]} ${at + 1}`,
      file,
      startedAt,
      typedAgain(command.map(safeText)),
    ]),
  );
  const head = ['', words.html.comparison.runs, text.about.started, text.about.command];
  return htmlTable({ head, rows }, text.comparison.runs, [1, 2, 3]);
}
