/** A load as Markdown, page, JUnit and OpenMetrics: whole, and nothing of it acts. */
import { describe, expect, it } from 'vitest';
import { safeJson } from '../../../src/present/export/json.ts';
import { loadJunit } from '../../../src/present/load/junit.ts';
import { loadMarkdown } from '../../../src/present/load/markdown.ts';
import { loadPage } from '../../../src/present/load/page.ts';
import { loadMetrics } from '../../../src/present/load/prometheus.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { parseSaved } from '../../../src/result/document/codec.ts';
import type { LoadDocument } from '../../../src/result/document/load.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { busy, bytes, document } from './loaded.ts';

describe('the other outputs', () => {
  it('are whole: Markdown with a table, JUnit with a case for each gate', () => {
    const gated = document(busy, ['up.added.p95<50ms', 'up.goodput>8M']);
    expect(loadMarkdown(gated, wordsFor('en'))).toMatch(/\| +added delay up, p50 \|/);
    const xml = loadJunit(gated, wordsFor('en'));
    expect(xml).toMatch(/tests="3" failures="1"/);
  });

  it('OpenMetrics has each phase and direction, and leaves out what is unknown', () => {
    const text = loadMetrics(document(busy, ['up.added.p95<50ms']));
    expect(text).toMatch(/^# TYPE sockbench_load_added_delay_seconds summary$/m);
    expect(text).toMatch(
      /^sockbench_load_added_delay_seconds\{target="own",mode="load",load="[^"]*",phase="up",direction="up",quantile="0.95"\} 0.118$/m,
    );
    expect(text).toMatch(/^sockbench_load_grade\{.*phase="down",grade="D"\} 1$/m);
    expect(text).toMatch(/^sockbench_assert_holds\{.*expression="up.added.p95<50ms"\} 0$/m);
    expect(text).not.toMatch(/load_goodput.*phase="up",direction="down"|load_queue|NaN|null/);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  it('the page shades the phases, and can be read again', () => {
    const page = loadPage(document(), wordsFor('pt-BR'), 'pt-BR');
    expect(page.match(/class="band/g)).toHaveLength(8);
    expect(parseSaved(bytes(page), 'x').kind).toBe('load');
    expect(
      parseSaved(bytes(`{"event":"step"}\n${safeJson({ event: 'load', ...document() })}\n`), 'x').kind,
    ).toBe('load');
  });

  it('nothing that a file says acts on a terminal or a page', () => {
    const hostile: LoadDocument = {
      ...document(),
      congestionControl: '\u001b]52;c;eA==\u0007<script>alert(1)</script>',
      phases: document().phases.map((phase) => ({ ...phase, runs: [99] })),
    };
    const words = wordsFor('en');
    expect(loadText(hostile, words, { color: false, width: 80 })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(loadPage(hostile, words, 'en')).not.toContain('<script>alert');
    expect(loadMarkdown(hostile, words)).not.toContain('<script>');
  });

  it('a damaged document is refused, with the field', () => {
    const wrong = { ...document(), phases: [{ ...document().phases[0]!, seconds: -1 }] };
    expect(() => parseSaved(bytes(safeJson(wrong)), 'x')).toThrow(/phases\.0\.seconds/);
  });
});
