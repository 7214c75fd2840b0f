/** Documents of every kind are told apart, validated, and damaged ones named. */
import { describe, expect, it } from 'vitest';
import { safeJson } from '../../src/present/export/json.ts';
import { judgementPage } from '../../src/present/judge/page.ts';
import { lessonPage } from '../../src/present/lesson/page.ts';
import { parseResult, parseSaved } from '../../src/result/document/codec.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';
import { judgementWith } from '../present/judge/judgement.ts';
import { race } from '../present/lesson/race.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const judgement = await judgementWith({ clean: {}, 'loss-up': { written: new Uint8Array(3) } });
const { document: lesson } = race();
const words = wordsFor('en');

describe('a saved document', () => {
  it.each([
    ['result', samples.udpLossy()],
    ['judgement', judgement],
    ['lesson', lesson],
  ] as const)('is read as what it is: %s', (kind, document) => {
    const plain = JSON.parse(JSON.stringify(document));
    expect(parseSaved(bytes(safeJson(document, 2)), 'x')).toEqual({ kind, document: plain });
    // The last line of a stream, and the page, hold it, too.
    const line = `{"event":"begun"}\n${safeJson({ event: kind, ...document })}\n`;
    expect(parseSaved(bytes(line), 'x')).toEqual({ kind, document: plain });
  });

  it('is read from its page', () => {
    expect(parseSaved(bytes(judgementPage(judgement, words, 'en')), 'x').kind).toBe('judgement');
    expect(parseSaved(bytes(lessonPage(lesson, words, 'en')), 'x').kind).toBe('lesson');
  });

  it('that is damaged is refused, with the field; as a run’s result it is none', () => {
    const wrong = { ...judgement, passed: -1 };
    expect(() => parseSaved(bytes(safeJson(wrong)), 'x')).toThrow(/passed/);
    expect(() => parseSaved(bytes(safeJson({ ...lesson, protocols: 1 })), 'x')).toThrow(/protocols/);
    expect(() => parseResult(bytes(safeJson(judgement)), 'x')).toThrow(/not a result/);
  });
});
