/** A command in one option, parted into words. */
import { refuse } from './values.ts';

/** As a shell would part them: quotes hold words together, a backslash takes the next character as it is. Nothing is expanded. */
export function commandWords(option: string, text: string, allowed: string): string[] {
  const words = [...text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(.)/g, '$1'),
    ),
  );
  return words.length === 0 ? refuse(option, text, allowed) : words;
}
