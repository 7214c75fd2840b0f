/** A load as text: what is said is what was measured, in both languages. */
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../src/present/load/say.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { widthOf } from '../../../src/width.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { busy, document } from './loaded.ts';

const LANGUAGES = ['en', 'pt-BR'] as const;

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
