/** The screen of a race: its reducer, and frames as lines. */
import { describe, expect, it } from 'vitest';
import type { Canvas } from '../../../src/present/live/canvas.ts';
import { figuresFor } from '../../../src/present/live/figures.ts';
import { EMPTY_RACE, type RaceModel, reduceRace } from '../../../src/present/live/lesson/model.ts';
import { raceFrame } from '../../../src/present/live/lesson/view.ts';
import { themeFor } from '../../../src/present/live/theme.ts';
import { widthOf } from '../../../src/width.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { type Raced, race } from '../lesson/race.ts';

function canvas(columns: number, rows: number, language: 'en' | 'pt-BR' = 'en'): Canvas {
  const words = wordsFor(language);
  const theme = themeFor({ NO_COLOR: '1', LANG: 'C.UTF-8' }, 'linux');
  return { theme, figures: figuresFor(words), columns, rows, words: words.live, allWords: words };
}

const { events, document } = race();
const modelOf = (all: Raced['events'], most = all.length): RaceModel =>
  all.slice(0, most).reduce(reduceRace, EMPTY_RACE);

describe('the model of a race', () => {
  it('ends with what the document says', () => {
    const model = modelOf(events);
    expect(model.over).toBe(true);
    expect(model.lanes.map(({ sent, again, needless, base }) => [sent, again, needless, base])).toEqual(
      document.protocols.map(({ sent, resent, needless }) => [sent, resent, needless, 20]),
    );
  });

  it('never takes back what was acknowledged, and keeps the window where it is', () => {
    for (let most = 1; most <= events.length; most += 7)
      for (const { states, base, next, entrant } of modelOf(events, most).lanes) {
        expect(states.slice(0, base).every((state) => state === 'acknowledged')).toBe(true);
        expect(states.slice(next).every((state) => state === 'toCome')).toBe(true);
        expect(next - base).toBeLessThanOrEqual(entrant.window!);
      }
  });

  it('predicts nothing any more when the link was changed', () => {
    const started = modelOf(events, 5);
    expect(started.lanes[0]!.entrant.predicted).not.toBeNull();
    const impairment = { ...document.spec.impairment, seed: 9 };
    const changed = reduceRace(started, { event: 'link', atSeconds: 1, impairment });
    expect(changed.lanes.map(({ entrant }) => entrant.predicted)).toEqual([null, null, null]);
    expect(changed.impairment).toBe(impairment);
  });
});

describe('a frame of a race', () => {
  it('fills its rows and passes no edge, whatever the size and the moment', () => {
    const alone = race(['selective-repeat']).events;
    for (const all of [events, alone])
      for (const [columns, rows] of [
        [60, 12],
        [80, 24],
        [100, 34],
        [200, 60],
      ] as const)
        for (const most of [0, 1, 40, 150, all.length]) {
          const frame = raceFrame(canvas(columns, rows), modelOf(all, most));
          expect(frame.length).toBe(rows);
          for (const row of frame) expect(widthOf(row)).toBeLessThanOrEqual(columns);
        }
    expect(raceFrame(canvas(30, 5), modelOf(events)).join(' ')).toContain('too small');
  });

  it('shows the window, what is lost, and what is said of it', () => {
    const at = events.findIndex(
      (event) =>
        event.event === 'happened' &&
        event.racer === 'go-back-n' &&
        event.happenings.some(
          (one) => one.what === 'fate' && one.packet.fate === 'lost' && one.packet.kind === 'data',
        ),
    );
    const frame = raceFrame(canvas(100, 34), modelOf(events, at + 1)).join('\n');
    expect(frame).toMatch(/Go-Back-N {2}window 4/);
    expect(frame).toMatch(/■*\[[■▒▶×]+\]·*/);
    expect(frame).toMatch(/Packet \d+ is lost\./);
    expect(frame).toContain('predicted 1 % to 20 %');
  });

  it('of one protocol alone draws its packets between the two ends', () => {
    const { events: alone } = race(['go-back-n']);
    const frame = raceFrame(canvas(100, 34, 'pt-BR'), modelOf(alone, 60)).join('\n');
    expect(frame).toMatch(/remetente +destinatário/);
    expect(frame).toMatch(/^\d+ +─+▶/m);
    expect(frame).toMatch(/◀─+ +ACK \d+/);
    expect(frame).toMatch(/0,\d{3} s {2}O pacote \d+ é enviado\./);
  });
});
