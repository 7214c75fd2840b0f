/** Warnings and endings said again in the language of the reader, from their code and details. */
import type { RunResult, Warning } from '../../result/document/schema.ts';
import { type Details, type Sentence, sentenceFor, type Words, wordsFor } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';

/** The catalogue's sentence where it says what the result says; else the result's own (another version's, or damaged details). */
export function sayWarning(warning: Warning, words: Words): Sentence {
  return sayAgain('warnings', warning.code, warning.details, warning.message, warning.remedy, words);
}

/** Every warning of the run once; where it is not about every transport, with the one it is about. */
export function warningsOf({ transports }: RunResult, words: Words): Sentence[] {
  const said = new Map<string, { readonly sentence: Sentence; readonly about: Set<string> }>();
  for (const { transport, quality } of transports) {
    for (const warning of quality.warnings) {
      const sentence = sayWarning(warning, words);
      const known = said.get(sentence.message);
      if (known === undefined) said.set(sentence.message, { sentence, about: new Set([transport]) });
      else known.about.add(transport);
    }
  }
  const all = new Set(transports.map(({ transport }) => transport)).size;
  return Array.from(said.values(), ({ sentence, about }) => ({
    message:
      about.size === all ? sentence.message : `${[...about].join(', ').toUpperCase()}: ${sentence.message}`,
    remedy: sentence.remedy,
  }));
}

export function sayEnding({ ending }: Pick<RunResult, 'ending'>, words: Words): Sentence {
  const { code = '', message = '', remedy = null, details } = ending;
  return sayAgain('errors', code, details, message, remedy, words);
}

/** Of a run that did not come to its end, though nothing failed. */
export function sayInterruption(document: Pick<RunResult, 'ending'>, words: Words): string {
  if (document.ending.code === undefined) return words.summary.interrupted;
  const { message, remedy } = sayEnding(document, words);
  return remedy === null ? message : `${message} ${remedy}`;
}

function sayAgain(
  kind: 'errors' | 'warnings',
  code: string,
  details: Details | undefined,
  message: string,
  remedy: string | null,
  words: Words,
): Sentence {
  const known = { ...details };
  // What failed for one transport of several is a warning with the code of an error.
  const sentenceIn = (language: Words): Sentence | undefined =>
    sentenceFor(kind, language, code, known) ?? sentenceFor('errors', language, code, known);
  const ours = sentenceIn(wordsFor('en'));
  const sentence = ours?.message === message ? (sentenceIn(words) ?? ours) : { message, remedy };
  return {
    message: safeText(sentence.message),
    remedy: sentence.remedy === null ? null : safeText(sentence.remedy),
  };
}
