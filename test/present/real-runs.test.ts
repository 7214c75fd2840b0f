/** Reports of runs that were really made (test/fixtures/retake.mjs takes them again). */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { hgrm, hgrmFiles } from '../../src/present/export/hgrm.ts';
import { resultJson } from '../../src/present/export/json.ts';
import { junitXml } from '../../src/present/export/junit.ts';
import { markdownSummary } from '../../src/present/export/markdown.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { htmlPage } from '../../src/present/html/page.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { parseResult } from '../../src/result/document/codec.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { mainLatency, retransmitsOf } from '../../src/result/metrics.ts';
import { wordsFor } from '../../src/words/index.ts';
import { requireSound } from '../end-to-end/command.ts';

const FOLDER = new URL('../fixtures/runs/', import.meta.url);
const read = (file: string) => parseResult(readFileSync(new URL(file, FOLDER)), file);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** What a figure looks like when it is none. */
const NONSENSE = /\b(undefined|NaN|Infinity|null)\b|\[object/;

describe.each(files)('%s', (file) => {
  const result = read(file);

  test('adds up, conforms to the schema, and comes back equal', () => {
    requireSound(result);
    expect(parseResult(new TextEncoder().encode(resultJson(result)), file)).toEqual(result);
    // To the byte: names come in the order of the schema.
    expect(`${JSON.stringify(result)}\n`).toBe(readFileSync(new URL(file, FOLDER), 'utf8'));
  });

  test('speaks of latency and of round trips only where there were some', () => {
    const text = summaryText(result, wordsFor('en'), { color: false, width: 80 });
    const oneWay = ['up', 'down', 'both'].includes(result.spec.mode);
    expect(/Latency of answered probes/.test(text)).toBe(!oneWay && result.transports.length > 0);
    expect(/One way: without a common clock/.test(text)).toBe(oneWay);
    expect(/^Jitter +\d/m.test(text)).toBe(!oneWay && result.transports.length > 0);
    const udp = oneWay && result.spec.transports.includes('udp');
    expect(/^Jitter (up|down) +\d/m.test(text)).toBe(udp);
  });

  test.each(['en', 'pt-BR'] as const)(
    'every report in %s says something, and nothing senseless',
    (language) => {
      const words = wordsFor(language);
      const page = htmlPage(result, words, language).replace(/<script[\s\S]*?<\/script>/g, '');
      const reports = [
        summaryText(result, words, { color: false, width: 80 }),
        markdownSummary(result, words),
        junitXml(result, words),
        page,
        intervalsCsv(result),
        openMetrics(result),
      ];
      for (const report of reports) {
        expect(report.length).toBeGreaterThan(10);
        expect(report).not.toMatch(NONSENSE);
      }
      for (const { text } of hgrmFiles(result, 'x.hgrm')) expect(text).not.toMatch(NONSENSE);
      expect(
        summaryText(result, words, { color: false, width: 80 })
          .split('\n')
          .every((line) => line.length <= 80),
      ).toBe(true);
    },
  );

  test('its .hgrm is what HdrHistogram writes', () => {
    for (const transport of result.transports) {
      const times = mainLatency(transport);
      if (times === null || times.count === 0) continue;
      const theirs = decodeFromCompressedBase64(times.histogram).outputPercentileDistribution(5, 1e6);
      const points = (text: string): number[][] =>
        text
          .split('\n')
          .filter((line) => /^ +\d/.test(line))
          .map((line) => line.trim().split(/ +/).slice(0, 3).map(Number))
          // The last of twelve digits is rounded one way or the other.
          .map(([value, share, count]) => [value!, Math.round(share! * 1e10), count!]);
      expect(points(hgrm(times)!)).toEqual(points(theirs));
    }
  });

  test('its histograms hold what its figures say', () => {
    for (const { latency, connect } of result.transports) {
      for (const times of [latency.response, latency.service, latency.sendLag, connect]) {
        if (times === null || times.count === 0) continue;
        const cells = readHistogram(times.histogram)!;
        expect(cells.total).toBe(times.count);
        const p50 = cells.values.find(
          (_, at) => cells.counts.slice(0, at + 1).reduce((a, b) => a + b) >= times.count / 2,
        )!;
        expect(Math.abs(p50 - times.p50!)).toBeLessThanOrEqual(1 + times.p50! / 1000);
      }
    }
  });
});

test('in the lab, what was measured is what the link did', () => {
  for (const file of ['compare-lab.json', 'udp-bursts.json']) {
    for (const result of read(file).transports) {
      const { transport, loss, link } = result;
      if (transport === 'tcp') {
        expect(loss.ratio).toBe(0);
        expect(retransmitsOf(result)).toBeGreaterThan(0);
        continue;
      }
      for (const direction of ['up', 'down'] as const) {
        const { packets, delivered } = link![direction].udp;
        expect(loss[direction]).toMatchObject({ sent: packets, received: delivered });
      }
    }
  }
});

test('a run that measured nothing says why in every report', () => {
  const failed = read('failed.json');
  const words = wordsFor('en');
  for (const report of [
    summaryText(failed, words, { color: false, width: 200 }),
    markdownSummary(failed, words),
    junitXml(failed, words),
    htmlPage(failed, words, 'en'),
  ])
    expect(report).toContain('Nothing listens on 127.0.0.1:9');
});
