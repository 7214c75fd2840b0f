// Leaves the types that a program can reach from the library's entry; those of the command are nobody's.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IMPORTED = /(?:from|import\()\s*['"](\.[^'"]+)\.(?:ts|tsx|js)['"]/g;

/** @param dist what the compiler made */
export function keepReachableTypes(dist) {
  const reached = new Set();
  const reach = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORTED))
      reach(`${join(dirname(file), path)}.d.ts`);
  };
  reach(join(dist, 'index.d.ts'));
  for (const entry of readdirSync(dist, { recursive: true })) {
    const file = join(dist, entry);
    if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}
