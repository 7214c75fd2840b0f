/** Bytes from outside as harmless lines: what arrived at once stays together, and what is long is cut. Pure. */
import { safeText } from '../../present/safe-text.ts';
import { decoded, type Encoding, edited } from '../../session/text/decoded.ts';
import type { Words } from '../../words/index.ts';

const MOST_LINES = 12;
/** Signs of a line: so many of its beginning and end are shown of one that has more. */
const MOST_SIGNS = 400;
const HEAD = 300;
const TAIL = 40;

export interface Shown {
  readonly lines: readonly string[];
  /** What it was taken for. */
  readonly encoding: Encoding;
}

/** @param hex as numbers; @param typed key by key: backspaces edit */
export function shownArrival(
  bytes: Buffer,
  { hex, typed }: { readonly hex: boolean; readonly typed: boolean },
  words: Words,
): Shown {
  const text = words.exercise.listen;
  if (hex) return { lines: [text.received(showBytes(bytes, true))], encoding: 'utf-8' };
  const { text: whole, encoding } = decoded(bytes);
  const lines = whole
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => (typed ? edited(line) : line));
  const short = (line: string): string => shortened(line, bytes.length, words);
  if (lines.length === 1) return { lines: [text.received(short(lines[0]!))], encoding };
  const shown = lines.slice(0, MOST_LINES).map((line, i) => text.line(i + 1, short(line)));
  const more = lines.length - shown.length;
  const head = text.together(bytes.length, lines.length);
  return { lines: [head, ...shown, ...(more > 0 ? [text.moreLines(more)] : [])], encoding };
}

const harmless = (line: string): string => safeText(line.replaceAll('\t', '    '));

function shortened(line: string, bytes: number, words: Words): string {
  const signs = line.length <= MOST_SIGNS ? [] : Array.from(line);
  if (signs.length <= MOST_SIGNS) return harmless(line);
  const [head, tail] = [signs.slice(0, HEAD), signs.slice(-TAIL)].map((some) => harmless(some.join('')));
  return words.exercise.listen.long(head!, tail!, bytes);
}

/** As one line. */
export function showBytes(bytes: Buffer, hex: boolean): string {
  if (hex) return bytes.toString('hex').replace(/(..)(?=.)/g, '$1 ');
  return harmless(decoded(bytes).text.replace(/\r?\n$/, ''));
}

/** What teaches; undefined: it is what it should be. */
export const lessonOf = (encoding: Encoding, words: Words): string | undefined =>
  encoding === 'utf-8' || encoding === 'bytes' ? undefined : words.foreign[encoding];
