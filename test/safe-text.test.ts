import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLines, safeText } from '../src/safe-text.ts';
import { anyText } from './any-text.ts';

const ESC = '\u001b';
/** Any text, and text made mostly of what attacks are made of. */
const hostile = fc.oneof(
  anyText(),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        ESC,
        '[',
        ']',
        '52;c;aGk=',
        '\u0007',
        '\u009b',
        '\u0090',
        '\u009d',
        '\r',
        '\n',
        '\b',
        '\u007f',
        '\u202e',
        '\u2066',
        '\u200b',
        '\u200d',
        '\ufe0f',
        '\u0301',
        'a',
        'e',
        '👩',
        '🏽',
        '\ud800',
        '\udc00',
        '\u{e0041}',
        '\u3164',
        '\u00ad',
        '\ue000',
        '\u2028',
        '\ufeff',
        '\u{e0100}',
        '\u200c',
        'क',
        '\u094d',
        '\u093e',
        '\u0e47',
        'می',
        'خ',
      ),
    )
    .map((parts) => parts.join('')),
);
const run = (check: (text: string) => void) =>
  fc.assert(
    fc.property(hostile, (text) => {
      check(text);
    }),
    { numRuns: 3000 },
  );

test('no control, format, private, unassigned or lone surrogate character comes out', () => {
  run((text) => {
    for (const sign of safeText(text)) {
      if (sign === '\u200d' || sign === '\u200c') continue;
      expect(sign).toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u);
      expect(sign).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u3164]/);
    }
  });
});

test('a joiner stands only between pictographs, and where a script needs it', () => {
  run((text) => {
    const without = safeText(text)
      .replace(
        /(?<=\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?)\u200d(?=\p{Extended_Pictographic})/gu,
        '',
      )
      .replace(/(?<=\u094d)[\u200c\u200d](?=\P{Default_Ignorable_Code_Point}|$)/gu, '')
      .replace(/(?<=[یخ])\u200c(?=[خم])/g, '');
    expect(without).not.toMatch(/[\u200c\u200d]/);
  });
});

test('at most three accents follow each other, and four marks of a script on each side', () => {
  run((text) => {
    // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
    for (const [marks] of safeText(text).matchAll(/[^\P{M}\ufe0e\ufe0f]+/gu)) {
      const count = (pattern: RegExp): number => Array.from(marks.matchAll(pattern)).length;
      expect(count(/[\p{Mn}\p{Me}]/gu)).toBeLessThanOrEqual(count(/\P{Script=Inherited}/gu) > 0 ? 4 : 3);
      expect(count(/\p{Mc}/gu)).toBeLessThanOrEqual(4);
    }
  });
});

test('doing it twice changes nothing', () => {
  // A filler that counts as a letter does not stay: nothing is joined to it.
  expect(safeText('\u094d\u200c\u3164')).toBe('\u094d\ufffd\ufffd');
  run((text) => expect(safeText(safeText(text))).toBe(safeText(text)));
});

test('what is harmless is kept', () => {
  for (const text of [
    'Olá, Mundo! ção',
    '日本語 ไทย हिन्दी',
    '👩‍👩‍👧 👍🏽 ❤️ 🏳️‍🌈 🇧🇷',
    'a − b ≤ c · 5 µs',
    'می‌خواهم',
    'കണ്‍മണി ക്‌ഷ',
    'ကျွန်ုပ် ကျွှော်',
    'བསྒྲུབས',
  ]) {
    expect(safeText(text)).toBe(text.normalize('NFC'));
  }
});

test('known attacks lose their teeth', () => {
  expect(safeText(`${ESC}]52;c;aGk=\u0007`)).toBe('␛]52;c;aGk=␇');
  expect(safeText('\u009b2J')).toBe('\ufffd2J');
  expect(safeText('admin\u202egnp.exe')).toBe('admin\ufffdgnp.exe');
  expect(safeText('a\r\n* notice')).toBe('a␍␊* notice');
  expect(safeText(`z${'\u0335'.repeat(50)}`)).toBe(`z${'\u0335'.repeat(3)}`);
  expect(safeText('a\u200db')).toBe('a\ufffdb');
});

test('lines keep their ends and tabs', () => {
  expect(safeLines('a\tb\r\nc\u0007\nd')).toEqual(['a    b', 'c␇', 'd']);
});

test('what shows nothing is a blank: it can be trimmed, and nothing hides behind it', () => {
  expect(safeText('\u2800\u2800x\u{1d159}').trim()).toBe('x');
  expect(safeText('\u2800').trim()).toBe('');
});
