/**
 * Names that cannot be mistaken for each other or for the host: letters, digits and `_ - .` of one script, compared by
 * what they look like. The table is the part of Unicode's confusables (UTS 39) that a keyboard offers, and no more: two
 * letters of one script that only look alike in some font are not in it.
 */
import { NAME_LENGTH } from './limits.ts';

/** Why a name is refused. */
export type NameProblem = 'empty' | 'long' | 'letters' | 'scripts' | 'reserved';

const ALLOWED = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Clicks, small capitals, phonetic signs and their kin: letters that nobody's name has and that look like others. */
const STRANGE = /[\u01c0-\u01c3\u1d00-\u1dbf\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f]/u;
/** More marks on one letter would climb over other lines. */
const MANY_MARKS = /\p{M}{3}/u;
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
  a: 'ɑаα',
  ae: 'æӕ',
  b: 'ʙЬьв',
  c: 'сϲ',
  d: 'ԁđðɖ',
  e: 'еє',
  g: 'ɡɢԍց',
  h: 'ʜһнհħ',
  i: 'ɩɪʟіιlıӏł1|',
  j: 'јյ',
  k: 'кκ',
  m: 'м',
  n: 'ɴпո',
  o: 'оο0օø',
  oe: 'œ',
  p: 'рρք',
  q: 'ԛգզ',
  r: 'ʀ',
  s: 'ѕ5',
  t: 'тτŧ',
  u: 'υս',
  v: 'νѵ',
  w: 'ԝωѡա',
  x: 'хχ',
  y: 'ʏуγүұ',
  z: 'ᴢ2',
  '3': 'з',
});
/** Capitals that look otherwise than their small letters do: the Greek one of `v` is an N. */
const CAPITAL = table({ b: 'Β', e: 'Ε', h: 'Η', i: 'Լ', m: 'Μ', n: 'Ν', s: 'Տ', y: 'Υ', z: 'Ζ' });

/** @param name as it will be shown: NFC, trimmed */
export function nameProblem(name: string): NameProblem | undefined {
  const length = Array.from(name).length;
  if (length === 0) return 'empty';
  if (length > NAME_LENGTH) return 'long';
  if (!ALLOWED.test(name) || INVISIBLE.test(name) || STRANGE.test(name) || MANY_MARKS.test(name))
    return 'letters';
  if (!SCRIPTS.some((script) => script.test(name))) {
    const known = Array.from(name).every((sign) => SCRIPTS.some((script) => script.test(sign)));
    return known ? 'scripts' : 'letters';
  }
  const reserved = RESERVED.flatMap(shapesOf);
  return shapesOf(name).some((shape) => reserved.includes(shape)) ? 'reserved' : undefined;
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
  const alike = Array.from(base, (sign) => {
    const small = sign.toLowerCase();
    return CAPITAL.get(sign) ?? SMALL.get(small) ?? small;
  }).join('');
  return alike.replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[_.-]/g, '');
}

/** What somebody typed as a name, as it would be shown. */
export const tidyName = (text: string): string => text.normalize('NFC').trim();
