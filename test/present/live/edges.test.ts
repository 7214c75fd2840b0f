/** Frames of every screen at every width: no line is wider than the terminal, no word is cut in silence, every sign is explained. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatFrame } from '../../../src/present/chat/frame.ts';
import { emptyChat, reduceChat } from '../../../src/present/chat/model.ts';
import { EMPTY_RACE, reduceRace } from '../../../src/present/live/lesson/model.ts';
import { raceFrame } from '../../../src/present/live/lesson/view.ts';
import { emptyLoad, reduceLoad } from '../../../src/present/live/load/model.ts';
import { loadFrame } from '../../../src/present/live/load/view.ts';
import type { Lane, RunModel } from '../../../src/present/live/model/model.ts';
import { SIGNS } from '../../../src/present/live/parts/delivery.ts';
import { unpinned } from '../../../src/present/live/text.ts';
import type { ChatEvent } from '../../../src/result/events/chat-events.ts';
import type { Transport } from '../../../src/units.ts';
import { widthOf } from '../../../src/width.ts';
import { type Language, wordsFor } from '../../../src/words/index.ts';
import { planWith } from '../../experiment/load/model.ts';
import { everything } from '../../words/catalogue.ts';
import { race } from '../lesson/race.ts';
import { loadEvents } from './load-events.ts';
import { scenario } from './scenarios.ts';
import { canvasFor, drawn, modelAt } from './screenshot.tsx';

const LANGUAGES = ['en', 'pt-BR'] as const;
const WIDTHS = [60, 80, 100, 200];

/** Names that are the same in every language, and what the scenarios put into sentences. */
const NAMES =
  'sockbench compare tcp udp load lesson chat loopback portable cubic bbr closed echo codel drop tail' +
  ' Ana Bob Carla SYN FIN ACK Mbit kbit Gbit bit kB ms ns µs seq lab loss delay arq loss xterm';
const spokenIn = (language: Language): ReadonlySet<string> =>
  new Set(
    [NAMES, ...[1, 2].flatMap((amount) => everything(wordsFor(language), amount))].flatMap(
      (text) => text.match(/\p{L}+/gu) ?? [],
    ),
  );
const vocabulary = { en: spokenIn('en'), 'pt-BR': spokenIn('pt-BR') };

/** Words that no sentence has, and that do not end in the sign of a cut. */
const cutWords = (lines: readonly string[], language: Language): string[] =>
  lines
    .flatMap((line) => line.match(/\p{L}+…?/gu) ?? [])
    .filter((word) => word.length > 1 && !word.endsWith('…') && !vocabulary[language].has(word));

function holdsEdges(all: readonly string[], columns: number, language: Language): void {
  const lines = all.map(unpinned);
  for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
  expect(cutWords(lines, language), lines.join('\n')).toEqual([]);
}

const shape = {
  columns: fc.constantFrom(...WIDTHS),
  rows: fc.integer({ min: 20, max: 50 }),
  language: fc.constantFrom(...LANGUAGES),
};

const runs = (['tcp', 'udp', 'compare'] as const).map((kind) => {
  const transports: Transport[] = kind === 'compare' ? ['tcp', 'udp'] : [kind];
  return scenario({ transports, loss: 0.05, delay: 20e6 });
});

/** A run at some moment, with whatever may become of probes in its strips, and a machine that stood still. */
const run = fc
  .record({
    which: fc.constantFrom(...runs),
    seconds: fc.constantFrom(0, 0.5, 5, Number.POSITIVE_INFINITY),
    fates: fc.string({ unit: fc.constantFrom(...Array.from('........xunldowhs?')), maxLength: 400 }),
    stood: fc.boolean(),
  })
  .map(({ which, seconds, fates, stood }): RunModel => {
    const model = modelAt(which, seconds);
    const changed = (lane: Lane): Lane => ({
      ...lane,
      strip: { from: 0, fates: lane.transport === 'tcp' ? fates.replace(/[xunldo]/g, '.') : fates },
      history: lane.history.map((point) => ({ ...point, stood: stood && point.to > 1e9 ? 30e6 : 0 })),
    });
    return { ...model, lanes: model.lanes.map(changed) };
  });

describe('a run', () => {
  it('keeps its edges, and cuts no word in silence', () => {
    fc.assert(
      fc.property(run, fc.record(shape), fc.boolean(), (model, { columns, rows, language }, paused) => {
        const lines = drawn(model, { columns, rows, language, ui: { paused } });
        expect(lines.length).toBeLessThanOrEqual(rows);
        holdsEdges(lines, columns, language);
      }),
      { numRuns: 120, seed: 23 },
    );
  });

  it('explains every sign that its strips show, also where it is narrow', () => {
    fc.assert(
      fc.property(run, fc.record(shape), (model, { columns, rows, language }) => {
        const lines = drawn(model, { columns, rows, language });
        const { strips, below } = stripsIn(lines, wordsFor(language).live.sections.delivery);
        for (const sign of new Set(strips)) {
          if (/\d/.test(sign)) expect(below).toMatch(/2 (?:of|de) \d|2 (?:tenths|décimos)/);
          else if (KNOWN.has(sign))
            expect(below, lines.join('\n')).toMatch(new RegExp(`${sign === '*' ? '\\*' : sign} \\p{L}`, 'u'));
        }
      }),
      { numRuns: 150, seed: 23 },
    );
  });

  it('says which probes are shown in whole numbers, or not at all', () => {
    fc.assert(
      fc.property(run, fc.record(shape), (model, { columns, rows, language }) => {
        const title = `── ${wordsFor(language).live.sections.delivery}`;
        const lines = drawn(model, { columns, rows, language });
        for (const line of lines)
          if (line.startsWith(title) || line.startsWith('→')) expect(line).not.toMatch(/[\p{L}\p{N}#,]…/u);
      }),
      { numRuns: 100, seed: 23 },
    );
  });

  it('explains every band of its charts', () => {
    fc.assert(
      fc.property(run, fc.record(shape), (model, { columns, rows, language }) => {
        const text = drawn(model, { columns, rows, language });
        const heads = text.filter((line) => line.includes('█ p50'));
        const { latency, latencyShort, latencyLog } = wordsFor(language).live.sections;
        const charts = text.filter((line) =>
          [latency, latencyShort, latencyLog].some((title) => line.startsWith(`── ${title} `)),
        );
        expect(heads.length).toBe(charts.length);
        for (const head of heads) {
          expect(head).toMatch(/┃ p99 {2}╎ m[aá]x /);
          expect(head).not.toContain('…');
          const marked = text.some((line) => /^ +0 [^│]*\*/.test(line));
          if (marked) expect(head).toMatch(/\* \p{L}/u);
        }
      }),
      { numRuns: 100, seed: 23 },
    );
  });
});

const KNOWN = new Set(Object.values(SIGNS).map((name) => canvasFor().theme.glyphs[name]));

/** The cells of the strips, and what stands below them. */
function stripsIn(lines: readonly string[], title: string): { strips: string; below: string } {
  const head = lines.findIndex((line) => line.startsWith(`── ${title}`));
  if (head === -1) return { strips: '', below: '' };
  const isRow = (line: string | undefined): boolean =>
    /^ *[\d.,]+ {2}[^\d ]|^ *[\d.,]+ {2}\d[^\d]/.test(line ?? '');
  let end = head + 1;
  while (end < lines.length && (isRow(lines[end]) || !/\p{L}/u.test(lines[end]!))) end++;
  const cells = lines
    .slice(head + 1, end)
    .filter((line) => isRow(line))
    .flatMap((line) => line.split(' │ '))
    .map((half) => half.replace(/^ *[\d.,]+ {2}/, '').trim());
  return { strips: cells.join(''), below: lines.slice(end, end + 5).join('\n') };
}

describe('other screens', () => {
  it('a load keeps its edges', () => {
    fc.assert(
      fc.property(loadEvents, fc.record(shape), (events, { columns, rows, language }) => {
        const model = events.reduce(
          (one, { event, now }) => reduceLoad(one, event, now),
          emptyLoad(planWith()),
        );
        const lines = loadFrame(canvasFor({ columns, rows, language }), model, 10_000);
        expect(lines).toHaveLength(rows);
        holdsEdges(lines, columns, language);
      }),
      { numRuns: 40, seed: 23 },
    );
  });

  const races = [race().events, race(['go-back-n']).events];
  it('a race keeps its edges, and explains its signs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...races),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.record(shape),
        (events, share, { columns, rows, language }) => {
          const model = events.slice(0, Math.ceil(share * events.length)).reduce(reduceRace, EMPTY_RACE);
          const lines = raceFrame(canvasFor({ columns, rows, language }), model);
          expect(lines).toHaveLength(rows);
          holdsEdges(lines, columns, language);
          const { legend } = wordsFor(language).lesson.screen;
          for (const name of Object.values(legend)) expect(lines.at(-2)).toContain(` ${name}`);
        },
      ),
      { numRuns: 40, seed: 23 },
    );
  });

  it('a chat keeps its edges', () => {
    const people = ['Ana', 'Bob', 'Carla'].map((name, id) => ({
      id,
      name,
      transport: id === 1 ? ('udp' as const) : ('tcp' as const),
      plain: id === 2,
    }));
    const told: readonly ChatEvent[] = [
      { kind: 'connecting' },
      { kind: 'welcome', name: 'Ana', transport: 'udp', impairment: null, people },
      {
        kind: 'message',
        name: 'Bob',
        text: 'loss',
        action: false,
        mine: false,
        over: 'udp',
        fate: 'duplicate',
      },
      { kind: 'lost', name: 'Bob', count: 2 },
      {
        kind: 'contrast',
        view: { run: 1, by: 'Ana', of: 50, tcp: '....??', udp: '.x.o.d', over: false, fresh: true },
      },
    ];
    fc.assert(
      fc.property(fc.subarray([...told]), fc.record(shape), (events, { columns, rows, language }) => {
        const words = wordsFor(language);
        const model = events.reduce(
          (one, event) => reduceChat(one, event, people, '14:03', words),
          emptyChat('10.0.0.1:5000', 'tcp'),
        );
        const { theme } = canvasFor();
        const { lines } = chatFrame({ theme, words, columns, rows, lineBytes: 1000 }, model);
        expect(lines).toHaveLength(rows);
        holdsEdges(lines, columns, language);
      }),
      { numRuns: 60, seed: 23 },
    );
  });
});
