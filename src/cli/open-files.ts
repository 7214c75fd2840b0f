/** Said before anything else is loaded: with too few files to open, loading itself fails, and Node prints its own entrails. */
import { openFileLimit } from '../run/open-file-limit.ts';
import { languageOption, pickLanguage } from '../words/language.ts';

/** What the program itself opens at once while it is loaded; a run has its own, larger need (run/client/plan/limits.ts). */
const NEEDED = 96;

/** The sentence of why sockbench cannot start; undefined where it can. */
export async function tooFewFiles(argv: readonly string[]): Promise<string | undefined> {
  const limit = openFileLimit();
  if (limit === null || limit >= NEEDED) return undefined;
  const language = pickLanguage(languageOption(argv), process.env);
  const { fewFiles } =
    language === 'pt-BR'
      ? await import('../words/pt-br/errors/few-files.ts')
      : await import('../words/en/errors/few-files.ts');
  const { message, remedy } = fewFiles({ needed: NEEDED, limit });
  return `${message} ${remedy}`;
}
