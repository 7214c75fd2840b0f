/** The folder that a shell stands in may have been removed: threads do not start there, and names lead nowhere. */
import { languageOption, pickLanguage } from '../words/language.ts';

/** The sentence of why sockbench cannot start; undefined where it can. @param folder throws where it is gone */
export async function folderGone(
  argv: readonly string[],
  folder = (): string => process.cwd(),
): Promise<string | undefined> {
  try {
    folder();
    return undefined;
  } catch {
    const { wordsFor } = await import('../words/index.ts');
    const { message, remedy } = wordsFor(pickLanguage(languageOption(argv), process.env)).errors[
      'folder-gone'
    ]();
    return `${message} ${remedy}`;
  }
}
