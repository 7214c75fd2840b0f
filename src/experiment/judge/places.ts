/** Which folders a judged command needs to see of those that are hidden from it: its own, and where programs live. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

export interface Places {
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
}

/**
 * @param words of both commands: folders of the files that they name stay visible
 * @param path where programs are looked for; of one that is installed in the home folder, that installation is seen
 */
export function placesFor(
  words: readonly string[],
  folder: string,
  home: string,
  temporary: string,
  path: string,
): Places {
  const named = words
    .map((word) => resolve(folder, word))
    .filter((file) => existsSync(file))
    .map((file) => (statSync(file).isDirectory() ? file : dirname(file)));
  const programs = path
    .split(':')
    .filter((entry) => entry.startsWith(home + sep) && existsSync(entry))
    .map((entry) => join(home, entry.slice(home.length + 1).split(sep)[0]!));
  // A home that holds the system is none.
  const homes = existsSync(home) && !'/usr'.startsWith(realpathSync(home)) ? [realpathSync(home)] : [];
  return { visible: [...named, ...programs], hidden: [...homes, realpathSync(temporary)] };
}
