/** A load as text, Markdown, page and JUnit: what is said is what was measured, in both languages, and nothing of it acts. */
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/experiment/load/load.ts';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { safeJson } from '../../../src/present/export/json.ts';
import { loadJunit } from '../../../src/present/load/junit.ts';
import { loadMarkdown } from '../../../src/present/load/markdown.ts';
import { loadPage } from '../../../src/present/load/page.ts';
import { sentencesOf } from '../../../src/present/load/say.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { parseSaved } from '../../../src/result/document/codec.ts';
import type { LoadDocument } from '../../../src/result/document/load.ts';
import { judgeLoad } from '../../../src/result/load-asserts.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { widthOf } from '../../../src/width.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { planWith, runsOf, type Truth } from '../../experiment/load/model.ts';

const MS = MILLISECOND;
const LANGUAGES = ['en', 'pt-BR'] as const;
const within = (from: number, to: number, ms: number) => (seconds: number) =>
  seconds >= from && seconds < to ? ms * MS : 0;
const busy: Truth = { up: within(8, 36, 118), down: within(18, 36, 60), lostUp: new Set([1100]) };

function document(truth: Truth = busy, gates: readonly string[] = []): LoadDocument {
  const plan = planWith();
  const runs = runsOf(plan, truth);
  const base = {
    tool: { name: 'sockbench' as const, version: '0' },
    startedAt: '2026-11-01T12:00:00.000Z',
    command: ['sockbench', 'load'],
    host: runs[0]!.host,
    ending: { status: 'completed' as const },
  };
  const body = loadVerdict(plan, runs);
  return { ...loadDocument(plan)(base, runs, body), asserts: judgeLoad(gates, body) };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the text', () => {
  it.each(LANGUAGES)('fits 80 columns and has every phase, in %s', (language) => {
    const words = wordsFor(language);
    const text = loadText(document(), words, { color: false, width: 80 });
    expect(Math.max(...text.split('\n').map((line) => widthOf(line)))).toBeLessThanOrEqual(80);
    for (const name of ['idle', 'up', 'down', 'both'] as const)
      expect(text).toContain(words.load.phases[name]);
  });

  it('says what each phase means, with the other direction beside it', () => {
    const [up, down, both] = sentencesOf(document(), wordsFor('en'));
    expect(up).toBe('While this line uploads, packets up wait 118 ms more; down is not touched.');
    expect(down).toMatch(
      /^While this line downloads, packets down wait 60 ms more; packets up wait 118 ms more/,
    );
    expect(both).toMatch(/packets up wait 118 ms more and packets down 60 ms/);
  });

  it('says where nobody waits', () => {
    const [up] = sentencesOf(document({}), wordsFor('en'));
    expect(up).toMatch(/^While this line uploads, packets wait hardly any longer/);
  });

  it('gives no grade with a reason, and the gates with what was measured', () => {
    const slow = document({ ...busy, rate: () => 2e6 }, ['up.added.p95<50ms']);
    const text = loadText(slow, wordsFor('en'), { color: false, width: 80 });
    expect(text).toMatch(/Phase up gets no grade: the streams did not fill the line/);
    expect(text).toContain('✖ up.added.p95<50ms: does not hold (measured 118 ms)');
  });

  it('is a list for a screen reader', () => {
    const text = loadText(document(), wordsFor('en'), { color: false, width: 80, linear: true });
    expect(text).toMatch(/added delay up, p50\n {2}idle: 0 ns\n {2}up: 118 ms/);
  });
});

describe('trust', () => {
  it('is that of the probes, first in the text and on the page, with remedies of this command', () => {
    const doubtful = document();
    const [udp] = doubtful.runs[0]!.transports;
    const details = { lag: 20, busy: 0.01 };
    const lag = { code: 'send-lag', details, ...wordsFor('en').warnings['send-lag'](details) };
    Object.assign(udp!.quality, { warnings: [lag], trust: { level: 'limited', because: ['send-lag'] } });
    const text = loadText(doubtful, wordsFor('en'), { color: false, width: 80 });
    expect(text).toMatch(/^! Trust: limited/);
    expect(text).toContain('--probe-rate');
    expect(text).not.toMatch(/ --rate/);
    expect(loadPage(doubtful, wordsFor('en'), 'en')).toContain('Probes left late');
    expect(loadMarkdown(doubtful, wordsFor('en'))).toContain('Probes left late');
  });
});

describe('the other outputs', () => {
  it('are whole: Markdown with a table, JUnit with a case for each gate', () => {
    const gated = document(busy, ['up.added.p95<50ms', 'up.goodput>8M']);
    expect(loadMarkdown(gated, wordsFor('en'))).toMatch(/\| +added delay up, p50 \|/);
    const xml = loadJunit(gated, wordsFor('en'));
    expect(xml).toMatch(/tests="3" failures="1"/);
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
