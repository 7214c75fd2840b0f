/**
 * Every word that is shown to a person, in English and Brazilian Portuguese.
 * One file for each area and language; a key that is missing in either does not compile.
 */
import { en } from './en/index.ts';
import type { Language } from './language.ts';
import { ptBr } from './pt-br/index.ts';
import type { Details, Sentence } from './sentence.ts';

export type Words = typeof en;
export type ErrorCode = keyof Words['errors'];
export type WarningCode = keyof Words['warnings'];
export { type Language, languageOption, pickLanguage } from './language.ts';
export type { Details, Sentence } from './sentence.ts';

export function wordsFor(language: Language): Words {
  return language === 'pt-BR' ? ptBr : en;
}

/** The sentence of an error or warning code; a code from another version of sockbench has none. */
export function sentenceFor(
  kind: 'errors' | 'warnings',
  words: Words,
  code: string,
  details: Details,
): Sentence | undefined {
  const catalogue: Readonly<Record<string, (details: Details) => Sentence>> = words[kind];
  if (!Object.hasOwn(catalogue, code)) return undefined;
  try {
    const said: Partial<Sentence> | undefined = catalogue[code]!(details);
    return typeof said?.message === 'string' && (said.remedy === null || typeof said.remedy === 'string')
      ? (said as Sentence)
      : undefined;
  } catch {
    // Details that no sentence of ours has: of another version, or of somebody who means harm.
    return undefined;
  }
}
