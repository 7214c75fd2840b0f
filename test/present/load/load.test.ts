/** A load as text, Markdown, page and JUnit: what is said is what was measured, in both languages, and nothing of it acts. */
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/experiment/load/load.ts';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { safeJson } from '../../../src/present/export/json.ts';
import { changesOf } from '../../../src/present/load/by-hand.ts';
import { loadJunit } from '../../../src/present/load/junit.ts';
import { loadMarkdown } from '../../../src/present/load/markdown.ts';
import { loadPage } from '../../../src/present/load/page.ts';
import { loadMetrics } from '../../../src/present/load/prometheus.ts';
import { loadNotes } from '../../../src/present/load/rows.ts';
import { sentencesOf } from '../../../src/present/load/say.ts';
import { handDelay } from '../../../src/present/load/series.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { parseSaved } from '../../../src/result/document/codec.ts';
import type { ByHand, LoadDocument } from '../../../src/result/document/load.ts';
import { judgeLoad } from '../../../src/result/load-asserts.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { widthOf } from '../../../src/width.ts';
import { sentenceFor, wordsFor } from '../../../src/words/index.ts';
import { line, planWith, runsOf, type Truth } from '../../experiment/load/model.ts';

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
  return { ...loadDocument(plan)(base, runs, body), asserts: judgeLoad(gates, { ...body, runs }) };
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

  it('says why a phase has no delays: nothing was answered in it, or the clocks tell nothing', () => {
    const silent = document();
    const unknown = { p50: null, p95: null, p99: null, max: null };
    Object.assign(silent.phases[1]!.added, { up: unknown, down: unknown, roundTrip: unknown });
    Object.assign(silent.phases[2]!.added, { up: unknown, down: unknown });
    const said = sentencesOf(silent, wordsFor('en'));
    expect(said[0]).toMatch(/no probe was answered/);
    expect(said[1]).toMatch(/the two clocks tell nothing/);
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

const codel = {
  ...line,
  up: { ...line.up, aqm: 'codel' as const },
  down: { ...line.down, aqm: 'codel' as const },
};
const byHand: ByHand = {
  seconds: 12,
  impairment: line,
  events: [
    { event: 'begin', atSeconds: 2, direction: 'up' },
    { event: 'link', atSeconds: 5.25, impairment: codel },
    { event: 'begin', atSeconds: 7, direction: 'down' },
    { event: 'end', atSeconds: 9, direction: 'up' },
    { event: 'end', atSeconds: 12, direction: 'down' },
  ],
  added: {
    up: [1, 2, 3].map((toSeconds) => ({ toSeconds, p50: 1e6, p95: toSeconds * 1e7 })),
    down: [{ toSeconds: 2.5, p50: 0, p95: 0 }],
  },
  goodput: { up: [{ toSeconds: 1, bitsPerSecond: 8e6 }], down: [] },
};

describe('what was done by hand', () => {
  const held = { ...document(), byHand };

  it('stands in the text and in Markdown, with its times and what was turned', () => {
    const text = loadText(held, wordsFor('en'), { color: false, width: 80 });
    expect(text).toMatch(
      /By hand\n[\s\S]*\n {4}2 s {2}up is filled\n {2}5.3 s {2}CoDel\n {4}7 s {2}down is filled\n/,
    );
    expect(loadMarkdown(held, wordsFor('pt-BR'))).toMatch(/### À mão[\s\S]*\| 5,3 s \| CoDel \|/);
    const other = {
      ...codel,
      up: { ...codel.up, bandwidth: 5e6, ecn: true },
      down: { ...codel.down, ecn: true },
    };
    expect(changesOf(line, other, wordsFor('en'))).toEqual(['CoDel', 'ECN on', 'rate 5 Mbit/s / 10 Mbit/s']);
  });

  it('is drawn on the page, shaded by what was loaded', () => {
    const page = loadPage(held, wordsFor('en'), 'en');
    expect(page).toContain('<h2>By hand</h2>');
    for (const label of ['up, CoDel', 'both', 'down'])
      expect(page).toContain(`text-anchor="middle">${label}</text>`);
    expect(parseSaved(bytes(page), 'x')).toMatchObject({
      kind: 'load',
      document: { byHand: { seconds: 12 } },
    });
  });

  it('both directions are drawn on one axis', () => {
    expect(handDelay(byHand)).toEqual({
      xs: [1, 2, 2.5, 3],
      up: [1e7, 2e7, 2e7, 3e7],
      down: [null, null, 0, 0],
    });
  });
});

describe('probes that left late', () => {
  it('are told once, with each phase that has too few on time', () => {
    const late = document();
    for (const [at, onTime] of [0.9, 0.995, 0.5].entries()) Object.assign(late.phases[at]!, { onTime });
    expect(loadNotes(late, wordsFor('en')).filter((note) => note.includes('1 ms'))).toEqual([
      'Of the probes only so many left within 1 ms of their time: 90 % (idle), 50 % (down). This machine was too busy, and the largest delays may be its own.',
    ]);
  });
});

describe('a queue that marks', () => {
  it('says why it dropped all the same', () => {
    const marking = document();
    const ecn = { aqm: 'codel' as const, ecn: true };
    Object.assign(marking.spec, { impairment: { ...line, up: { ...line.up, ...ecn }, down: line.down } });
    const queue = { p50: 1, p95: 1, max: 1, dropped: 5, aqm: 3, marked: 40 };
    Object.assign(marking.phases[1]!, { queue: { up: queue, down: { ...queue, dropped: 9 } } });
    expect(loadNotes(marking, wordsFor('en')).join()).toMatch(
      /all the same: 2 because the queue was full, and 3 that cannot be marked/,
    );
    expect(loadNotes({ ...marking, spec: document().spec }, wordsFor('en')).join()).not.toMatch(/RFC 3168/);
  });
});

describe('counts that came late', () => {
  it('are told with their phase, or that they never came', () => {
    const late = document();
    const told = (code: 'counts-late' | 'counts-missing') => {
      const details = { seconds: 6.2 };
      return { code, details, ...sentenceFor('warnings', wordsFor('en'), code, details)! };
    };
    Object.assign(late.runs[1]!.transports[0]!.quality, { warnings: [told('counts-late')] });
    Object.assign(late.runs[3]!.transports[0]!.quality, { warnings: [told('counts-missing')] });
    const text = loadNotes(late, wordsFor('en')).join('\n');
    expect(text).toMatch(/Phase up: The server's counts came late: 6.2 s after/);
    expect(text).toMatch(/Phase both: The server's counts had not come/);
    expect(loadNotes(late, wordsFor('pt-BR')).join()).toMatch(
      /Fase subida: As contagens do servidor chegaram tarde: 6,2 s/,
    );
  });
});

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
