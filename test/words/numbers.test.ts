import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../src/words/index.ts';
import { numbersIn } from '../../src/words/numbers.ts';
import { everything, NUMBERS } from './catalogue.ts';

/** "1 probes", "1 were": one, in the form of several. */
const DISAGREES = {
  en: /(?<![\d.,:/[-])1 (?!(?:[mnµ]?s|is|was|has|does|its|this|less)\b)[a-z]+s\b|(?<![\d.,])1 (?:were|are|have|do)\b/i,
  'pt-BR':
    /(?<![\d.,:/[-])1 (?!(?:[mnµ]?s|das|dos|mais|atrás|após|depois|às)\b)\p{Ll}+s(?!\p{L})|(?<![\d.,])1 (?:foram|eram|estão|são|contam|ainda eram)(?!\p{L})/iu,
};

describe.each(['en', 'pt-BR'] as const)('the words of %s', (language) => {
  it('have no plural after 1', () => {
    const texts = everything(wordsFor(language), 1);
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter((text) => DISAGREES[language].test(text))).toEqual([]);
  });

  it('group the digits of what is counted', () => {
    const texts = everything(wordsFor(language), 66_436);
    expect(texts.filter((text) => text.includes('66436'))).toEqual([]);
    const grouped = language === 'en' ? '66,436' : '66.436';
    expect(texts.filter((text) => text.includes(grouped)).length).toBeGreaterThan(60);
  });

  it('never put a number of their own making into a sentence', () => {
    const folder = new URL(`../../src/words/${language.toLowerCase()}/`, import.meta.url);
    const raw = new RegExp(`\\$\\{d\\['(${[...NUMBERS].join('|')})'\\]\\}`);
    const errors = readdirSync(new URL('errors', folder)).filter((file) => file.endsWith('.ts'));
    expect(errors.length).toBeGreaterThan(9);
    const others = ['result/warnings.ts', 'server.ts', 'commands/doctor.ts'];
    for (const file of [...errors.map((name) => `errors/${name}`), ...others]) {
      const source = readFileSync(new URL(file, folder), 'utf8').replace(/\\`.*?\\`/g, '');
      expect(raw.exec(source)?.[0], `${language}/${file}`).toBeUndefined();
    }
  });
});

describe('numbers', () => {
  const en = numbersIn('en');
  const pt = numbersIn('pt-BR');

  it('are written as the language does', () => {
    expect(en.number(66_436.25)).toBe('66,436.25');
    expect(pt.number(66_436.25)).toBe('66.436,25');
    expect(en.number('many')).toBe('many');
  });

  it('choose the form of what is counted', () => {
    expect([0, 1, 2, 1000].map((count) => en.counted(count, 'probe', 'probes'))).toEqual([
      '0 probes',
      '1 probe',
      '2 probes',
      '1,000 probes',
    ]);
    expect(pt.counted(1, 'sonda', 'sondas')).toBe('1 sonda');
    expect(pt.plural(0.5, 'sonda', 'sondas')).toBe('sondas');
  });

  it('say a time in the unit that suits', () => {
    expect([5, 1500, 999_999, 2.5e9].map((ns) => en.time(ns))).toEqual(['5 ns', '1.5 µs', '1 ms', '2.5 s']);
  });
});
