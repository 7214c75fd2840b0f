/** What is not known is not 0: on the screens of a load, a lesson and a chat. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatFrame } from '../../../src/present/chat/frame.ts';
import { emptyChat, reduceChat } from '../../../src/present/chat/model.ts';
import { EMPTY_RACE, reduceRace } from '../../../src/present/live/lesson/model.ts';
import { raceFrame } from '../../../src/present/live/lesson/view.ts';
import { emptyLoad, reduceLoad } from '../../../src/present/live/load/model.ts';
import { loadFrame } from '../../../src/present/live/load/view.ts';
import { unpinned } from '../../../src/present/live/text.ts';
import type { LessonEvent } from '../../../src/result/document/lesson.ts';
import type { ChatEvent, Person } from '../../../src/result/events/chat-events.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { planWith } from '../../experiment/load/model.ts';
import { race } from '../lesson/race.ts';
import { loadEvents } from './load-events.ts';
import { canvasFor } from './screenshot.tsx';

const shape = fc.record({
  columns: fc.constantFrom(60, 80, 100, 200),
  rows: fc.integer({ min: 20, max: 45 }),
  language: fc.constantFrom('en' as const, 'pt-BR' as const),
});

describe('what is not known yet is a dash', () => {
  it('on the screen of a load: queues, what they dropped, what was carried, what was added', () => {
    fc.assert(
      fc.property(loadEvents, shape, (events, { columns, rows, language }) => {
        const model = events.reduce(
          (one, { event, now }) => reduceLoad(one, event, now),
          emptyLoad(planWith()),
        );
        const lines = loadFrame(canvasFor({ columns, rows, language }), model, 10_000);
        const { screen, page } = wordsFor(language).load;
        const text = lines.join('\n');
        const queueTold = model.up.queue !== null;
        expect(/ – \/ /.test(text)).toBe(!queueTold);
        const drops = screen.drops('–', '–', '–').slice(0, Math.floor(columns / 2) - 2);
        expect(text.includes(drops)).toBe(!queueTold);
        for (const [name, history] of [
          [`${page.up}: ${screen.goodput}`, model.up.goodput],
          [`${page.up}: ${screen.delay}`, model.up.delay],
        ] as const) {
          const shown = new RegExp(`${name} {2}(\\S+)`).exec(text)?.[1];
          if (shown !== undefined) expect(shown === '–').toBe(history.length === 0);
        }
      }),
      { numRuns: 60, seed: 23 },
    );
  });

  it('on the screen of a race: what TCP sent for nothing, before and after its end', () => {
    const { events, document } = race(['stop-and-wait']);
    const [start] = events as [Extract<LessonEvent, { event: 'start' }>];
    const tcp = {
      name: 'tcp',
      window: null,
      space: null,
      timeoutSeconds: null,
      predicted: null,
      textbook: null,
    } as const;
    const result = { ...document.protocols[0]!, name: 'tcp' as const, needless: null };
    const told: LessonEvent[] = [
      { ...start, entrants: [tcp] },
      { event: 'ended', result },
    ];
    fc.assert(
      fc.property(shape, fc.constantFrom(1, 2), ({ columns, rows, language }, most) => {
        const model = told.slice(0, most).reduce(reduceRace, EMPTY_RACE);
        const { counts } = wordsFor(language).lesson.screen;
        const { sent, lost, again } = model.lanes[0]!;
        const frame = raceFrame(canvasFor({ columns, rows, language }), model).join('\n');
        expect(frame).toContain(counts(sent, lost, again, '–').slice(0, columns - 3));
      }),
      { numRuns: 30, seed: 23 },
    );
  });

  it('on the screen of a chat: who is there, until the host has told', () => {
    const people: Person[] = [{ id: 1, name: 'Ana', transport: 'tcp', plain: false }];
    const before: ChatEvent[] = [{ kind: 'connecting' }, { kind: 'reached', address: '10.0.0.1:5000' }];
    const welcome: ChatEvent = { kind: 'welcome', name: 'Ana', transport: 'tcp', impairment: null, people };
    fc.assert(
      fc.property(fc.subarray(before), fc.boolean(), shape, (events, told, { columns, rows, language }) => {
        const words = wordsFor(language);
        const all = told ? [...events, welcome] : events;
        const model = all.reduce(
          (one, event) => reduceChat(one, event, told ? people : [], '14:03', words),
          emptyChat('10.0.0.1:5000', 'tcp'),
        );
        const { theme } = canvasFor();
        const { lines } = chatFrame({ theme, words, columns, rows, lineBytes: 1000 }, model);
        const text = lines.map(unpinned).join('\n');
        const { people: head } = words.chat.screen;
        expect(text).not.toContain(head(0));
        if (columns >= 80) expect(text).toContain(head(told ? 1 : '–'));
      }),
      { numRuns: 30, seed: 23 },
    );
  });
});
