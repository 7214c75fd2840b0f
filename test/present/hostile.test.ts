import { describe, expect, test } from 'vitest';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { hgrmFiles } from '../../src/present/export/hgrm.ts';
import { jsonLine, resultJson } from '../../src/present/export/json.ts';
import { junitXml } from '../../src/present/export/junit.ts';
import { escapeMarkdown, markdownSummary } from '../../src/present/export/markdown.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { comparisonPage } from '../../src/present/html/comparison-page.ts';
import { htmlPage } from '../../src/present/html/page.ts';
import { comparisonText } from '../../src/present/text/comparison.ts';
import { paintFor } from '../../src/present/text/paint.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { table } from '../../src/present/text/table.ts';
import { compareRuns } from '../../src/result/compare/compare.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import { wordsFor } from '../../src/words/index.ts';
import { ATTACK, poisoned } from '../fixtures/poisoned.ts';
import { samples } from '../fixtures/results.ts';

/** Every text in a result that a file can choose, chosen by an enemy. */
function hostile(): RunResult {
  const result = samples.udpLossy();
  const [transport] = result.transports;
  return {
    ...result,
    startedAt: ATTACK,
    command: [ATTACK],
    host: { ...result.host, os: ATTACK, cpu: ATTACK, kernel: ATTACK, runtime: ATTACK },
    tool: { name: 'sockbench', version: ATTACK },
    spec: { ...result.spec, target: { scheme: 'sockbench', host: ATTACK, port: 1 } },
    effective: { ...result.effective!, serverAddress: ATTACK },
    ending: { status: 'failed', code: 'x', message: ATTACK, remedy: ATTACK },
    asserts: [{ expression: ATTACK, value: 1, holds: false }],
    transports: [
      {
        ...transport!,
        engine: ATTACK,
        probes: { ...transport!.probes!, refused: { [ATTACK]: 3 } },
        delivery: { probes: 1, fates: ATTACK },
        quality: { ...transport!.quality, warnings: [{ code: ATTACK, message: ATTACK, remedy: ATTACK }] },
      },
    ],
  };
}

const words = wordsFor('en');
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

test('no control reaches the terminal', () => {
  expect(summaryText(hostile(), words, { color: false, width: 80 })).not.toMatch(CONTROLS);
});

test('no markup reaches the page, and its scripts are its own three', () => {
  const page = htmlPage(hostile(), words, 'en');
  expect(page.match(/<script/g)).toHaveLength(3);
  expect(page).toMatch(
    /content="default-src 'none'; style-src 'sha256-[^']{44}'; script-src 'sha256-[^']{44}'; base-uri 'none'/,
  );
  expect(page).not.toContain('<img');
  expect(page.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(CONTROLS);
});

test('what a page keeps for its script has no sign that acts or hides, and is the same value', () => {
  const result = { ...hostile(), tool: { name: 'sockbench' as const, version: UNSEEN } };
  const page = htmlPage(result, words, 'en');
  expect(page).not.toMatch(/[\u007f-\u009f\u2028\u2029]|\p{Cf}/u);
  const [, kept] = /<script type="application\/json" id="result">(.*?)<\/script>/.exec(page)!;
  expect((JSON.parse(kept!) as RunResult).tool.version).toBe(UNSEEN);
});

test.each([[80], [0]])('no cell of a table acts on a terminal, nor moves another (%i columns)', (width) => {
  const rows = [
    [ATTACK, '1'],
    ['a\nb\tc', '2'],
  ];
  const lines = table({ head: ['name', 'n'], rows }, width, paintFor(false));
  expect(lines.join('')).not.toMatch(CONTROLS);
  expect(lines.join('')).not.toContain('\n');
});

test('a record of more outages than a call takes as arguments is shown all the same', () => {
  const result = samples.udpLossy();
  const [transport] = result.transports;
  const outage = { startSeconds: 1, endSeconds: 2, direction: null, cause: 'silence' as const };
  const outages = Array.from({ length: 200_000 }, () => outage);
  const long = { ...result, transports: [{ ...transport!, outages }] };
  expect(summaryText(long, words, { color: false, width: 80 })).toContain('200,000');
});

test('a record of more lengths than a call takes as arguments is shown all the same', () => {
  const result = samples.udpLossy();
  const [transport] = result.transports;
  const runLengths = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i + 1, 1]));
  const long = { ...result, transports: [{ ...transport!, loss: { ...transport!.loss, runLengths } }] };
  expect(summaryText(long, words, { color: false, width: 80 })).toContain('200,000');
  expect(htmlPage(long, words, 'en')).toContain('200,000');
});

test.each([
  ['see www.evil.example now', 'www&#8203;.evil'],
  ['https://evil.example', 'https:&#8203;//'],
  ['ftp://evil.example', 'ftp:&#8203;//'],
  ['mailto:a@evil.example', 'a@&#8203;evil'],
  ['@somebody', '@&#8203;somebody'],
  ['#1 GH-1', '\\#1 GH-&#8203;1'],
  ['$\\href{javascript:x}{y}$', '<span>$</span>\\\\href'],
  [':bomb:', ':&#8203;bomb:'],
  ['- a', '\\- a'],
  ['1. a', '1\\. a'],
  ['===', '\\==='],
  ['---', '\\---'],
  [
    '[a](b) ![c](d) <e> `f` *g* _h_ ~i~ |',
    '\\[a\\](b) !\\[c\\](d) &lt;e\\> \\`f\\` \\*g\\* \\_h\\_ \\~i\\~ \\|',
  ],
])('Markdown makes nothing of %s', (text, escaped) => {
  expect(escapeMarkdown(text)).toContain(escaped);
});

test('Markdown leaves figures as they are', () => {
  for (const text of ['-1.2 %', '10:20:30', '1.5 ms', '+3', '2026-11-23T09:00:00.000Z', 'a − b'])
    expect(escapeMarkdown(text)).toBe(text);
});

test('Markdown and XML hold it as text', () => {
  const markdown = markdownSummary(hostile(), words);
  expect(markdown.replace(/```[\s\S]*```/, '')).not.toMatch(/<(script|img)|(?<!\\)\]\(/);
  expect(markdown).not.toMatch(CONTROLS);
  const xml = junitXml(hostile(), words);
  expect(xml).not.toMatch(/<(?!\/?(testsuites?|testcase|failure|error|\?xml)\b)/);
  expect(xml).not.toMatch(CONTROLS);
});

test('OpenMetrics keeps one sample a line', () => {
  for (const line of openMetrics(hostile()).trimEnd().split('\n')) {
    expect(line).toMatch(/^(# |[a-z_]+(\{.*\})? [-+.\deE]+$)/);
  }
});

const UNSEEN = '\u001b]0;PWN\u0007\u009b2J\u202enp\u2066\u200b\u2028\u{e0041}';

test('JSON says the same value without a sign that acts or hides', () => {
  const result = { ...hostile(), tool: { name: 'sockbench' as const, version: UNSEEN } };
  for (const text of [resultJson(result), jsonLine({ event: 'result', result })!]) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(/\p{Cf}|\u2028/u);
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(result)));
  }
});

test('no control in OpenMetrics, CSV or histograms', () => {
  const result = { ...hostile(), tool: { name: 'sockbench' as const, version: UNSEEN } };
  expect(openMetrics(result)).not.toMatch(CONTROLS);
  expect(openMetrics(result)).not.toMatch(/\p{Cf}|\u2028/u);
  expect(intervalsCsv(result).replaceAll('\r\n', '\n')).not.toMatch(CONTROLS);
  for (const { text } of hgrmFiles(result, 'a.hgrm')) expect(text).not.toMatch(CONTROLS);
});

describe.each(['compare-lab.json', 'udp.json', 'tcp-open.json', 'failed.json'])('%s, poisoned', (file) => {
  const result = poisoned(file);
  const runs = [{ file: ATTACK, result }];
  const comparison = compareRuns(runs, runs);

  test('on the terminal', () => {
    for (const text of [
      summaryText(result, words, { color: false, width: 80 }),
      comparisonText(comparison, words, { color: false, width: 80 }),
      junitXml(result, words),
      markdownSummary(result, words),
    ])
      expect(text).not.toMatch(CONTROLS);
  });

  test('on the page', () => {
    for (const page of [htmlPage(result, words, 'en'), comparisonPage(comparison, runs, runs, words, 'en')]) {
      const marked = page.replace(/<script[\s\S]*?<\/script>/g, '');
      expect(marked).not.toMatch(/<img|onerror=(?!alert\(1\)&gt;)|<script/);
      expect(marked).not.toMatch(CONTROLS);
      // Inside the embedded data, nothing ends the element that holds it.
      expect(page.match(/<script/g)?.length).toBe(page.match(/<\/script>/g)?.length);
    }
  });
});
