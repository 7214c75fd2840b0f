/**
 * The shell of a page: policy, style, script, data. The policy allows the page's own style and script by their hashes
 * and nothing else, so that no request leaves it, and nothing that a result could smuggle in would run.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Language, Words } from '../../words/index.ts';
import type { Chart } from './charts/chart.ts';
import { toneStyle } from './charts/tones.ts';
import { embeddedJson, escapeHtml } from './escape.ts';

export interface PageParts {
  readonly title: string;
  /** HTML, escaped where it came from data. */
  readonly body: string;
  readonly charts: readonly Chart[];
  /** Embedded for the charts and for download. */
  readonly data: unknown;
  readonly words: Words;
  readonly language: Language;
}

export function htmlDocument({ title, body, charts, data, words, language }: PageParts): string {
  const { style, script } = assets();
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(words.html.title(title))}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<div class="top"><strong class="brand">sockbench</strong><button type="button" id="theme" hidden>${escapeHtml(words.html.theme)}</button></div>`,
    `<main>${body}</main>`,
    `<script type="application/json" id="result">${embeddedJson(data)}</script>`,
    `<script type="application/json" id="charts">${embeddedJson(charts.map(forPage))}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Values that the page can find in the result are not written twice. */
function forPage(chart: Chart): unknown {
  const series = chart.series.map(({ values, ...rest }) =>
    rest.from === undefined ? { ...rest, values } : rest,
  );
  return chart.xKind === 'seconds' ? { ...chart, xs: null, series } : { ...chart, series };
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** In this order: later rules win. */
const STYLES = ['colors', 'layout', 'figures', 'tables', 'media'];

let read: { style: string; script: string } | undefined;

/** Read once, when the first page is made. */
function assets(): { style: string; script: string } {
  if (read === undefined) {
    const own = (name: string): string => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
    const uplot = (name: string): string =>
      readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${name}`), 'utf8');
    read = {
      style: `${uplot('uPlot.min.css')}\n${toneStyle()}\n${STYLES.map((name) => own(`${name}.css`)).join('')}`,
      script: `${uplot('uPlot.iife.min.js')}\n${own('page.js')}`,
    };
  }
  return read;
}
