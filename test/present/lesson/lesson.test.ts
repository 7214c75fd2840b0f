import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { lessonMarkdown } from '../../../src/present/lesson/markdown.ts';
import { lessonPage } from '../../../src/present/lesson/page.ts';
import { clockOf, sayHappening } from '../../../src/present/lesson/say.ts';
import { lessonSummary } from '../../../src/present/lesson/text.ts';
import { LessonSchema } from '../../../src/result/document/lesson.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { violations } from '../../result/json-schema.ts';
import { race } from './race.ts';

const en = wordsFor('en');
const pt = wordsFor('pt-BR');
const PLAIN = { color: false, width: 80 };
const { document, events } = race();

describe('a lesson’s document', () => {
  it('is valid by its schema, and by the published one', () => {
    expect(v.safeParse(LessonSchema, document).issues).toBeUndefined();
    const file = new URL('../../../dist/result/sockbench.lesson.1.json', import.meta.url);
    const published = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(violations(published, JSON.parse(JSON.stringify(document)))).toEqual([]);
  });

  it('is a table that fits a terminal, with who was first', () => {
    for (const [words, sentence] of [
      [en, 'was first, after'],
      [pt, 'chegou primeiro, depois de'],
    ] as const) {
      const text = lessonSummary(document, words, PLAIN);
      expect(text).toContain(sentence);
      expect(text).toMatch(/^\S.* +\d+[.,]\d+ +\d+ +\d+ +\d+ +\d+ +[\d.,]+ % +1–20 % +15 %$/m);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(lessonMarkdown(document, en)).toContain('| stop-and-wait |');
  });

  it('says what was not whole, not finished, or not predicted', () => {
    const [first, second, third] = document.protocols;
    const changed = {
      ...document,
      protocols: [{ ...first!, seconds: null }, { ...second!, intact: false }, third!],
      changes: [{ atSeconds: 1, impairment: document.spec.impairment }],
    };
    const text = lessonSummary(changed, en, { color: false, width: 200 });
    expect(text).toContain('stop-and-wait had not finished.');
    expect(text).toContain('Go-Back-N did not deliver the file whole.');
    expect(text).toContain('nothing is predicted');
  });

  it('is a page with a diagram for each protocol, each with ends of its own', () => {
    const page = lessonPage(document, en, 'en');
    expect(page.match(/<figure class="sequence udp">/g)).toHaveLength(3);
    expect(new Set(page.match(/id="tip-[a-z-]+"/g)).size).toBe(3);
    expect(page.match(/<path class="cross"/g)!.length).toBeGreaterThanOrEqual(3);
    expect(lessonPage(document, pt, 'pt-BR')).toContain('repetição seletiva');
  });
});

describe('a sentence', () => {
  it('is said for everything that happens, in both languages', () => {
    const said = new Set<string>();
    for (const event of events) {
      if (event.event !== 'happened') continue;
      for (const happening of event.happenings) {
        const text = sayHappening(event.racer, happening, en);
        if (text !== null) said.add(text.replace(/\d+/g, 'N'));
        expect(sayHappening(event.racer, happening, pt) === null).toBe(text === null);
      }
    }
    expect([...said].sort()).toEqual([
      'Everything up to packet N is acknowledged.',
      'Packet N arrives again: it is acknowledged once more, in case that was lost.',
      'Packet N arrives early: it is kept, and acknowledged.',
      'Packet N arrives, but it is not the next one: it is thrown away, and the last one in order is acknowledged again.',
      'Packet N arrives, is delivered and acknowledged.',
      'Packet N is acknowledged.',
      'Packet N is lost.',
      'Packet N is sent again.',
      'Packet N is sent.',
      'The acknowledgement of N is lost.',
      'The timer of packet N runs out.',
      'The timer runs out: everything from packet N on is sent again.',
    ]);
  });

  it('has its time beside it', () => {
    expect([clockOf(50e6, en), clockOf(50e6, pt)]).toEqual(['0.050 s', '0,050 s']);
  });
});
