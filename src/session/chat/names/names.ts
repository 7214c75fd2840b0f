/**
 * Names that cannot be mistaken for each other or for the host: letters, digits and `_ - .` of one script, compared by
 * what they look like. The table is the part of Unicode's confusables (UTS 39) that a keyboard offers, and what spells Latin
 * words in another script: two letters of one script that only look alike in some font are not in it.
 */
import { NAME_LENGTH } from '../rates/limits.ts';

/** Why a name is refused. */
export type NameProblem = 'empty' | 'long' | 'letters' | 'scripts' | 'reserved';

const ALLOWED = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/**
 * Latin letters of today's languages: accents of Europe, Vietnamese, Pinyin, Romanian, Azeri and those of West Africa. The
 * others (a long s, a j without its dot, clicks, phonetic signs) are in nobody's name and look like these.
 */
const LATIN =
  /^[A-Za-z\u00c0-\u0137\u0139-\u0148\u014a-\u017e\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u0218-\u021bƁɓƊɗƘƙƳƴƏəƆɔƐɛƔɣ\u1e00-\u1e99\u1e9e\u1ea0-\u1ef9]$/u;
/** Small capitals, and letters of Greek and Cyrillic that no language of today writes with. */
const STRANGE =
  /[\u0370-\u0377\u037a-\u037d\u037f\u03cf-\u03ff\u0460-\u0481\u1c80-\u1c88\u1d00-\u1dbf\u2c60-\u2c7f\ua640-\ua69f]/u;
const IS_LATIN = /^\p{Script=Latin}$/u;
const ONLY_DIGITS = /^[\p{Nd}_.-]+$/u;
const ASCII = /^[\x20-\x7e]+$/;
/** More marks on one letter would climb over other lines. */
const MANY_MARKS = /[\p{Mn}\p{Me}]{3}/u;
/**
 * The scripts of today's languages (UAX 31, table 5), with those that are written together. The others (Cherokee, Lisu,
 * Coptic …) spell whole Latin names in letters of their own.
 */
const SCRIPTS = [
  ...'Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Thaana Ethiopic Devanagari Bengali Gurmukhi Gujarati'.split(
    ' ',
  ),
  ...'Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer'.split(' '),
  'Han Hiragana Katakana',
  'Han Hangul',
  'Han Bopomofo',
].map((together) => {
  const scripts = together.split(' ').map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${scripts.join('')}\\p{Script=Inherited}0-9_.-]*$`, 'u');
});
/** Who speaks for the room itself. */
const RESERVED = ['sockbench', 'system', 'server', 'host', 'room', 'sistema', 'servidor', 'sala', 'admin'];

const table = (looks: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(looks).flatMap(([plain, others]) =>
      Array.from(others, (other): [string, string] => [other, plain]),
    ),
  );

const SMALL = table({
  a: 'аα',
  ae: 'æӕ',
  b: 'ЬьвɓѣҍБб6',
  c: 'сϲςҫ',
  d: 'ԁđðɗ',
  e: 'еєҽҿ',
  f: 'ֆ',
  g: 'ԍց9',
  h: 'һнհħңӈӊћђ',
  i: 'іιlıӏł1|וןا',
  ii: 'װ',
  j: 'јյ',
  k: 'кκқҟƙ',
  m: 'мӎ',
  n: 'пոռηπ',
  o: 'оο0օøθѳөσסهھہەዐဝတഠଠჿ〇',
  oe: 'œ',
  p: 'рρք',
  q: 'ԛգզ',
  r: 'гғ',
  s: 'ѕ5',
  t: 'тτŧҭ',
  u: 'υսሀ',
  v: 'νѵט',
  w: 'ԝωѡաѽ',
  x: 'хχҳ',
  y: 'уγүұƴɣყ',
  z: '2',
  '3': 'зҙӡჳ',
  ф: 'φ',
  ə: 'ә',
  ɛ: 'εԑ',
  // Arabic and Persian keyboards.
  ي: 'یى',
  ك: 'ک',
});
/** Capitals that look otherwise than their small letters do: the Greek one of `v` is an N. */
const CAPITAL = table({
  b: 'Β',
  e: 'Ε',
  h: 'Η',
  i: 'Լ',
  m: 'Μ',
  n: 'Ν',
  r: 'Γ',
  s: 'Տ',
  y: 'Υ',
  z: 'Ζ',
  л: 'Λ',
});

/** @param name as it will be shown: NFC, trimmed */
export function nameProblem(name: string): NameProblem | undefined {
  const length = Array.from(name).length;
  if (length === 0) return 'empty';
  if (length > NAME_LENGTH) return 'long';
  if (!ALLOWED.test(name) || INVISIBLE.test(name) || STRANGE.test(name) || MANY_MARKS.test(name))
    return 'letters';
  if (Array.from(name).some((sign) => IS_LATIN.test(sign) && !LATIN.test(sign))) return 'letters';
  // Digits of another script spell Latin words: only beside letters of theirs they are digits.
  if (ONLY_DIGITS.test(name) && !ASCII.test(name)) return 'letters';
  if (!SCRIPTS.some((script) => script.test(name))) {
    const known = Array.from(name).every((sign) => SCRIPTS.some((script) => script.test(sign)));
    return known ? 'scripts' : 'letters';
  }
  return shapesOf(name).some((shape) => reservedShapes().has(shape)) ? 'reserved' : undefined;
}

let reserved: ReadonlySet<string> | undefined;

/** Made once, and not before the tables are. */
function reservedShapes(): ReadonlySet<string> {
  reserved ??= new Set(RESERVED.flatMap(shapesOf));
  return reserved;
}

/**
 * What a name looks like, as it is written and in small and capital letters: two names that have one of these in common
 * cannot be in a room together. The first is that of the name as it is written.
 */
export function shapesOf(name: string): string[] {
  return [...new Set([shape(name), shape(name.toLowerCase()), shape(name.toUpperCase())])];
}

function shape(name: string): string {
  const base = name.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC');
  const alike = Array.from(base, (letter) => {
    const sign = DIGIT.test(letter) ? String(valueOfDigit(letter)) : letter;
    const small = sign.toLowerCase();
    return CAPITAL.get(sign) ?? SMALL.get(small) ?? small;
  }).join('');
  return alike.replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[_.-]/g, '');
}

const DIGIT = /^\p{Nd}$/u;

/** Digits of every script stand in tens, from zero on. */
function valueOfDigit(digit: string): number {
  const code = digit.codePointAt(0)!;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}

/** What somebody typed as a name, as it would be shown. */
export const tidyName = (text: string): string => text.normalize('NFC').trim();
