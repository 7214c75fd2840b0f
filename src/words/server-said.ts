/** A server's sentence, which travelled in English, in another language. Pure. */
import { server as english } from './en/server.ts';
import type { Details } from './sentence.ts';

type Sentences = typeof english;
type Say = (details: Details) => string;

/** Ends of a place for a value: no sentence holds them. */
const OPEN = '\u0001';
const CLOSE = '\u0002';
/** A value that reads as its place and counts as `amount`, for a sentence has one form for one and one for many. */
const marked = (amount: number): Details =>
  new Proxy({} as Details, {
    get: (_, name) => ({ toString: () => `${OPEN}${String(name)}${CLOSE}`, valueOf: () => amount }),
  });
const AMOUNTS = [1, 2] as const;
const PLACE = new RegExp(`${OPEN}(\\w+)${CLOSE}`);

interface Pattern {
  readonly key: keyof Sentences;
  readonly shape: RegExp;
  readonly names: readonly string[];
}

const patterns: readonly Pattern[] = (Object.keys(english) as (keyof Sentences)[]).flatMap((key) => {
  const forms = new Set(AMOUNTS.map((amount) => (english[key] as Say)(marked(amount))));
  return Array.from(forms, (form) => patternOf(key, form));
});

function patternOf(key: keyof Sentences, form: string): Pattern {
  // Texts and names in turn.
  const parts = form.split(PLACE);
  const texts = parts
    .filter((_, at) => at % 2 === 0)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const names = parts.filter((_, at) => at % 2 === 1);
  return { key, names, shape: new RegExp(`^${texts.join('(.{1,200}?)')}$`) };
}

/** `66,436` is a number again, to be written as the other language does. */
const numberOr = (text: string): string | number =>
  /^(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,6})?$/.test(text) ? Number(text.replaceAll(',', '')) : text;

/** @returns the sentence as it came where it is none of this version's */
export function serverSaid(sentence: string, words: Sentences): string {
  for (const { key, shape, names } of patterns) {
    const found = shape.exec(sentence);
    if (found !== null)
      return (words[key] as Say)(
        Object.fromEntries(names.map((name, at) => [name, numberOr(found[at + 1]!)])),
      );
  }
  return sentence;
}

const BEFORE = /^an emulated link stands before this server; (.*)$/s;

/** What the emulated link before a server does, as the server's notice to its guests says it; null: the notice is of something else. */
export const linkBefore = (notice: string): string | null => BEFORE.exec(notice)?.[1] ?? null;
