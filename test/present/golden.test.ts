/** What people and scripts read, letter by letter. After a wanted change: `npx vitest run … -u`, and read the difference. */

import { expect, test } from 'vitest';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { junitXml } from '../../src/present/export/junit.ts';
import { markdownSummary } from '../../src/present/export/markdown.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { intervalLine } from '../../src/present/text/interval-line.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { widthOf } from '../../src/width.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';

const languages = ['en', 'pt-BR'] as const;
const golden = (name: string): string => `./golden/${name}`;

for (const [name, make] of Object.entries(samples)) {
  const result = make();
  for (const language of languages) {
    const words = wordsFor(language);
    test(`${name} in ${language}: text`, async () => {
      const text = summaryText(result, words, { color: false, width: 80 });
      for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
      await expect(text).toMatchFileSnapshot(golden(`${name}.${language}.txt`));
    });
    test(`${name} in ${language}: Markdown`, async () => {
      await expect(markdownSummary(result, words)).toMatchFileSnapshot(golden(`${name}.${language}.md`));
    });
    test(`${name} in ${language}: JUnit`, async () => {
      await expect(junitXml(result, words)).toMatchFileSnapshot(golden(`${name}.${language}.xml`));
    });
  }
  test(`${name}: CSV`, async () => {
    await expect(intervalsCsv(result)).toMatchFileSnapshot(golden(`${name}.csv`));
  });
  test(`${name}: OpenMetrics`, async () => {
    await expect(openMetrics(result)).toMatchFileSnapshot(golden(`${name}.prom`));
  });
}

test('interval lines', async () => {
  const lines = languages.flatMap((language) =>
    Object.values(samples).flatMap((make) =>
      make().transports.flatMap(({ transport, intervals }) =>
        intervals.slice(0, 2).map((interval) => intervalLine(transport, interval, wordsFor(language))),
      ),
    ),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('intervals.txt'));
});

test('colour changes nothing but colour', () => {
  const words = wordsFor('en');
  const result = samples.udpLossy();
  const plain = summaryText(result, words, { color: false, width: 80 });
  const coloured = summaryText(result, words, { color: true, width: 80 });
  expect(coloured).not.toBe(plain);
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('a narrow terminal gets a list, no line wider than it', () => {
  const text = summaryText(samples.compareLab(), wordsFor('en'), { color: false, width: 40 });
  for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(40);
});
