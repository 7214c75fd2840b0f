/** Results whose numbers are valid and absurd: every way of showing them ends, and shows numbers. */
import { expect, test } from 'vitest';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { hgrmFiles } from '../../src/present/export/hgrm.ts';
import { junitXml } from '../../src/present/export/junit.ts';
import { markdownSummary } from '../../src/present/export/markdown.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { comparisonPage } from '../../src/present/html/comparison-page.ts';
import { htmlPage } from '../../src/present/html/page.ts';
import { comparisonText } from '../../src/present/text/comparison.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { compareRuns } from '../../src/result/compare/compare.ts';
import { parseResult } from '../../src/result/document/codec.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';
import { type Draw, drawFrom } from '../fuzz/mutate.ts';

/** In full by `npm run attack`. */
const DOCUMENTS = Math.ceil(Number(process.env['SOCKBENCH_ATTACK_TEXTS'] ?? 1200) / 20);
const FEARED = [1e308, -1e308, Number.MAX_VALUE, 5e-324, 2 ** 53, -1, 0, 0.5, 1e21, 2 ** 32, 1e9];
const words = wordsFor('en');

type Place = [holder: Record<string, unknown>, key: string];

function numbersIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) =>
    typeof holder[key] === 'number' ? [[holder, key] as Place] : numbersIn(holder[key]),
  );
}

/** Some of its numbers, or all of them, are others; whole ones stay whole, mostly. */
function absurd(result: RunResult, draw: Draw): RunResult | undefined {
  const document = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
  const places = numbersIn(document);
  const share = [1, places.length / 20, places.length][draw(3)]!;
  for (let changes = 0; changes < share; changes++) {
    const [holder, key] = places[draw(places.length)]!;
    const value = FEARED[draw(FEARED.length)]!;
    holder[key] = Number.isInteger(holder[key]) && draw(8) > 0 ? Math.trunc(Math.abs(value)) : value;
  }
  try {
    return parseResult(Buffer.from(JSON.stringify(document)), 'x');
  } catch {
    // Not valid.
    return undefined;
  }
}

test('whatever is valid is shown, in the end', () => {
  const draw = drawFrom(Number(process.env['SOCKBENCH_ATTACK_SEED'] ?? 1));
  const sound = Object.values(samples).map((make) => make());
  let shown = 0;
  for (let tries = 0; shown < DOCUMENTS && tries < DOCUMENTS * 20; tries++) {
    const result = absurd(sound[tries % sound.length]!, draw);
    if (result === undefined) continue;
    shown++;
    const pair = [{ file: 'a', result }];
    const comparison = compareRuns(pair, [{ file: 'b', result: sound[0]! }]);
    const texts = [
      summaryText(result, words, { color: false, width: 20 + draw(100) }),
      comparisonText(comparison, words, { color: false, width: 80 }),
      markdownSummary(result, words),
      junitXml(result, words),
      intervalsCsv(result),
      openMetrics(result),
      ...hgrmFiles(result, 'x').map(({ text }) => text),
      // Scripts have names such as NaN of their own.
      ...[htmlPage(result, words, 'en'), comparisonPage(comparison, pair, pair, words, 'en')].map((page) =>
        page.replace(/<script[\s\S]*?<\/script>/g, ''),
      ),
    ];
    for (const text of texts) {
      const none = /\b(?:NaN|Infinity|undefined)\b/.exec(text);
      expect(none && text.slice(Math.max(0, none.index - 60), none.index + 60)).toBeNull();
      expect(text.length).toBeLessThan(5_000_000);
    }
  }
  expect(shown).toBe(DOCUMENTS);
});
