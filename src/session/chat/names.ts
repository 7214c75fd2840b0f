/**
 * Names that cannot be mistaken for each other or for the host: letters, digits and `_ - .` of one script, compared by
 * what they look like. The table is the part of Unicode's confusables (UTS 39) that a keyboard offers.
 */
import { NAME_LENGTH } from './limits.ts';

/** Why a name is refused. */
export type NameProblem = 'empty' | 'long' | 'letters' | 'scripts' | 'reserved';

const ALLOWED = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Small capitals, phonetic signs and their kin: letters that nobody's name has and that look like others. */
const STRANGE = /[\u1d00-\u1dbf\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f]/u;
/** More marks on one letter would climb over other lines. */
const MANY_MARKS = /\p{M}{3}/u;
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
] as const;
/** Who speaks for the room itself. */
const RESERVED = ['sockbench', 'system', 'server', 'host', 'room', 'sistema', 'servidor', 'sala', 'admin'];

const LOOK: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'ɑаα',
    b: 'ʙЬв',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еє',
    g: 'ɡɢ',
    h: 'ʜһн',
    i: 'ɩɪʟіιlıӏ1|',
    j: 'ј',
    k: 'кκ',
    m: 'м',
    n: 'ɴп',
    o: 'оο0օ',
    p: 'рρ',
    q: 'ԛ',
    r: 'ʀ',
    s: 'ѕ5',
    t: 'тτ',
    u: 'υս',
    v: 'ν',
    w: 'ԝω',
    x: 'хχ',
    y: 'ʏуγ',
    z: 'ᴢ2',
  }).flatMap(([plain, others]) => Array.from(others, (other): [string, string] => [other, plain])),
);

/** @param name as it will be shown: NFC, trimmed */
export function nameProblem(name: string): NameProblem | undefined {
  const length = Array.from(name).length;
  if (length === 0) return 'empty';
  if (length > NAME_LENGTH) return 'long';
  if (!ALLOWED.test(name) || INVISIBLE.test(name) || STRANGE.test(name) || MANY_MARKS.test(name))
    return 'letters';
  if (SCRIPTS.filter((script) => script.test(name)).length > 1) return 'scripts';
  const shape = shapeOf(name);
  return RESERVED.some((reserved) => shapeOf(reserved) === shape) ? 'reserved' : undefined;
}

/** What a name looks like: two names with one shape cannot be in a room together. */
export function shapeOf(name: string): string {
  const base = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFKC');
  const alike = Array.from(base, (sign) => LOOK.get(sign) ?? sign).join('');
  return alike.replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[_.-]/g, '');
}

/** What somebody typed as a name, as it would be shown. */
export const tidyName = (text: string): string => text.normalize('NFC').trim();
