// Which modules of dist are loaded with some, `import()` left out: all of them, each once.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As the compiler writes them: one a statement, in single quotes. */
const IMPORTS = /^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?'(\.[^']+)';/gm;

/** @param starts paths below dist; @returns absolute paths */
export function closureOf(dist, starts) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORTS)) visit(join(dirname(file), path));
  };
  for (const start of starts) visit(join(dist, start));
  return seen;
}
