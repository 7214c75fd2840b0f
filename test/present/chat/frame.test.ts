import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insert } from '../../../src/present/chat/editor.ts';
import { chatFrame } from '../../../src/present/chat/frame.ts';
import { type ChatModel, emptyChat, note, reduceChat, unread } from '../../../src/present/chat/model.ts';
import { unpinned } from '../../../src/present/live/text.ts';
import { themeFor } from '../../../src/present/live/theme.ts';
import { fold } from '../../../src/present/terminal/fold.ts';
import type { ChatEvent, Person } from '../../../src/result/events/chat-events.ts';
import { safeText } from '../../../src/safe-text.ts';
import { widthOf } from '../../../src/width.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { anyText } from '../../any-text.ts';

const words = wordsFor('en');
const bare = (line: string): string => unpinned(line).replace(/\x1b\[[0-9;]*m/g, '');
const canvas = (columns: number, rows: number, env: Record<string, string> = { LANG: 'C.UTF-8' }) => ({
  theme: themeFor(env, 'linux'),
  words,
  columns,
  rows,
  lineBytes: 1000,
});
const person = (id: number, name: string, plain = false): Person => ({ id, name, transport: 'tcp', plain });
const PEOPLE = [person(1, 'Ana'), person(2, 'Bob'), person(3, 'Nina', true)];
const say = (text: string, more: Partial<Extract<ChatEvent, { kind: 'message' }>> = {}): ChatEvent => ({
  kind: 'message',
  name: 'Bob',
  text,
  action: false,
  mine: false,
  over: 'tcp',
  fate: 'in-order',
  ...more,
});
const WELCOME: ChatEvent = {
  kind: 'welcome',
  name: 'Ana',
  transport: 'udp',
  impairment: 'loss 5 %',
  people: PEOPLE,
};
const told = (...events: ChatEvent[]): ChatModel =>
  events.reduce(
    (model, event) => reduceChat(model, event, PEOPLE, '14:03', words),
    emptyChat('10.0.0.1:5000', 'udp'),
  );
const shown = (model: ChatModel, columns = 80, rows = 20): string =>
  chatFrame(canvas(columns, rows), model).lines.map(bare).join('\n');

describe('what is said', () => {
  it('stands with its time and name, and what became of it on the way', () => {
    const model = told(
      WELCOME,
      say('hello'),
      say('waves', { action: true }),
      say('twice', { over: 'udp', fate: 'duplicate' }),
      { kind: 'private', from: 'Bob', to: 'Ana', text: 'psst', mine: false },
      { kind: 'lost', name: 'Bob', count: 2 },
    );
    const screen = shown(model);
    expect(screen).toMatch(/14:03 <Bob> hello /);
    expect(screen).toMatch(/14:03 <Bob> \*waves\* /);
    expect(screen).toMatch(/14:03 <Bob> twice \[again\] /);
    expect(screen).toMatch(/14:03 \(Bob → Ana\) psst /);
    expect(screen).toMatch(/14:03 2 messages from Bob were lost\. /);
    expect(screen).toMatch(/│ Here \(3\)/);
    expect(screen).toMatch(/│ Nina +plain$/m);
  });

  it('no message looks like a notice: brackets are for people', () => {
    const screen = shown(told(WELCOME, say('Bob has left.'), { kind: 'left', name: 'Bob', why: 'quit' }));
    expect(screen).toMatch(/14:03 <Bob> Bob has left\./);
    expect(screen).toMatch(/14:03 Bob has left\./);
  });

  it('a contrast has its place while it runs, and stays in the conversation afterwards', () => {
    const view = { run: 1, by: 'Ana', of: 8, tcp: '......??', udp: '.x.o.d??', over: false, fresh: false };
    const running = shown(told(WELCOME, { kind: 'contrast', view }));
    expect(running).toMatch(/TCP {2}■■■■■■··\nUDP {2}■×■↔■‡··/);
    const over = { ...view, tcp: '........', udp: '.x.o.dxx', over: true };
    const after = shown(told(WELCOME, { kind: 'contrast', view }, { kind: 'contrast', view: over }));
    expect(after).toContain('TCP: 8 of 8 arrived, in order');
    expect(after).toContain('UDP: 5 of 8 arrived, 3 lost, 1 out of order, 1 ');
    expect(after).toMatch(/14:03 ■{8}/);
    expect(after).toMatch(/14:03 ■×■↔■‡××/);
    expect(after).not.toMatch(/^TCP /m);
  });
});

describe('a chat with a program of somebody’s own', () => {
  it('shows one’s own lines, and neither a list of people nor commands that it does not have', () => {
    const line = (text: string, mine = false): ChatEvent => ({ kind: 'line', text, mine });
    const model = [
      { kind: 'connected', name: 'Ana' } as const,
      line('who are you?'),
      line('Ana here', true),
    ].reduce(
      (before, event) => reduceChat(before, event, [], '14:03', words),
      emptyChat('10.0.0.1:5000', 'tcp'),
    );
    const screen = shown(model);
    expect(screen).toMatch(/14:03 who are you\?/);
    expect(screen).toMatch(/14:03 <Ana> Ana here/);
    expect(screen).not.toMatch(/Here \(|\/help|names/);
  });

  it('who speaks over UDP is seen by everybody', () => {
    const people = [person(1, 'Ana'), { ...person(2, 'Bob'), transport: 'udp' as const }];
    const model = reduceChat(emptyChat('h', 'tcp'), { ...WELCOME, people }, people, '14:03', words);
    expect(shown(model)).toMatch(/│ Bob +UDP$/m);
    expect(shown(model)).toContain('Here: Bob (UDP)');
  });
});

describe('reading back', () => {
  const many = Array.from({ length: 60 }, (_, i) => say(`message ${i}`));

  it('counts what is new below, and marks where it begins', () => {
    const before = { ...told(WELCOME, ...many), scroll: 30 };
    const after = reduceChat(before, say('the newest'), PEOPLE, '14:04', words);
    expect(unread(after)).toBe(1);
    expect(shown(after)).toContain('1 new below');
    expect(shown(after)).not.toContain('the newest');
    const down = shown({ ...after, scroll: 0 });
    expect(down).toMatch(/── new ─+[^\n]*\n14:04 <Bob> the newest/);
  });

  it('never scrolls beyond the oldest line', () => {
    const model = told(...many);
    const { mostScroll, page } = chatFrame(canvas(80, 20), model);
    expect(mostScroll).toBe(60 - page);
    expect(shown({ ...model, scroll: 999 })).toContain('message 0 ');
  });

  it('forgets the oldest of very many', () => {
    let model = emptyChat('h', 'tcp');
    for (let i = 0; i < 2100; i++) model = note(model, [`note ${i}`], '14:03');
    expect(model.entries).toHaveLength(2000);
    expect(model.dropped).toBe(100);
  });
});

describe('every window', () => {
  const text = fc
    .oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), anyText({ maxLength: 40 }))
    .map(safeText);

  it('is filled exactly, whatever was said', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 24, max: 130 }),
        fc.integer({ min: 6, max: 40 }),
        fc.array(text, { maxLength: 12 }),
        text,
        fc.nat(20),
        (columns, rows, texts, typed, scroll) => {
          const model = {
            ...told(WELCOME, ...texts.map((said) => say(said))),
            editor: insert(emptyChat('', 'tcp').editor, typed),
            scroll,
          };
          const { lines } = chatFrame(canvas(columns, rows), model);
          expect(lines).toHaveLength(rows);
          for (const line of lines) expect(widthOf(bare(line))).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('folds without leaving anything out', () => {
    expect(fold('\u3000 \u00a0', 4).join('')).toBe('\u3000 \u00a0');
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (said, width) => {
        const lines = fold(said, width);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(said.replaceAll(' ', ''));
      }),
    );
  });

  it('that is too small says so, and without colours or UTF-8 nothing is lost', () => {
    expect(shown(told(WELCOME), 20, 5)).toBe('The window is too s…');
    const plain = chatFrame(canvas(70, 12, { LANG: 'C', NO_COLOR: '1' }), told(WELCOME, say('olá')));
    const screen = plain.lines.join('\n');
    expect(screen).not.toMatch(/[^\n\x20-\x7e]/);
    expect(screen).toContain('<Bob> ola');
  });
});
