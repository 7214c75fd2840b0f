import * as v from 'valibot';
import { test } from 'vitest';
import { intervalLine } from '../../src/present/interval-line.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { RunResultSchema } from '../../src/result/schema.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';

test('try', () => {
  for (const [name, make] of Object.entries(samples))
    for (const l of ['en', 'pt-BR'] as const) {
      const r = make();
      v.parse(RunResultSchema, r);
      console.log(`===== ${name} ${l}\n` + summaryText(r, wordsFor(l), { color: false, width: 100 }));
      for (const t of r.transports)
        console.log(
          t.intervals
            .slice(0, 2)
            .map((i) => intervalLine(t.transport, i, wordsFor(l)))
            .join('\n'),
        );
    }
});
