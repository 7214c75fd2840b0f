/** A server's sentence, which travelled in English, in another language. Pure. */
import { server as english } from './en/server.ts';
import type { Details } from './sentence.ts';

type Sentences = typeof english;
type Say = (details: Details) => string;

/** Ends of a place for a value: no sentence holds them. */
const OPEN = '\u0001';
const CLOSE = '\u0002';
const MARKED = new Proxy({} as Details, { get: (_, name) => `${OPEN}${String(name)}${CLOSE}` });
const PLACE = new RegExp(`${OPEN}(\\w+)${CLOSE}`);

interface Pattern {
  readonly key: keyof Sentences;
  readonly shape: RegExp;
  readonly names: readonly string[];
}

const patterns: readonly Pattern[] = (Object.keys(english) as (keyof Sentences)[]).map((key) => {
  // Texts and names in turn.
  const parts = (english[key] as Say)(MARKED).split(PLACE);
  const texts = parts
    .filter((_, at) => at % 2 === 0)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const names = parts.filter((_, at) => at % 2 === 1);
  return { key, names, shape: new RegExp(`^${texts.join('(.{1,200}?)')}$`) };
});

/** @returns the sentence as it came where it is none of this version's */
export function serverSaid(sentence: string, words: Sentences): string {
  for (const { key, shape, names } of patterns) {
    const found = shape.exec(sentence);
    if (found !== null)
      return (words[key] as Say)(Object.fromEntries(names.map((name, at) => [name, found[at + 1]!])));
  }
  return sentence;
}
