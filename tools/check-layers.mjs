// The import rules of the layers (ARCHITECTURE.md), held by dependency-cruiser.
// It needs swc to read TypeScript 7 sources: without it, it would see no modules and pass, so a least number is asserted.
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { roomProblems } from './rooms.mjs';

// dependency-cruiser asks swc for TypeScript without JSX, whatever the file is called.
const swc = createRequire(import.meta.url)('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });
const { cruise } = await import('dependency-cruiser');

const LAYERS = {
  units: [],
  clock: ['units'],
  'safe-text': [],
  'json-bounds': [],
  width: [],
  errors: ['words', 'safe-text'],
  words: ['units'],
  wire: ['units', 'json-bounds'],
  measure: ['units'],
  session: ['wire', 'measure', 'units', 'safe-text', 'json-bounds'],
  net: ['wire', 'units', 'clock', 'errors'],
  link: ['wire', 'measure', 'units', 'clock', 'errors', 'net', 'result', 'words'],
  result: ['measure', 'units', 'words', 'errors', 'json-bounds'],
  run: [
    'session',
    'net',
    'link',
    'wire',
    'result',
    'measure',
    'units',
    'clock',
    'errors',
    'words',
    'safe-text',
    'json-bounds',
  ],
  fleet: [
    'library',
    'run',
    'session',
    'wire',
    'net',
    'result',
    'measure',
    'units',
    'clock',
    'errors',
    'words',
    'safe-text',
    'json-bounds',
  ],
  experiment: [
    'library',
    'present',
    'run',
    'link',
    'net',
    'result',
    'measure',
    'units',
    'clock',
    'errors',
    'words',
    'safe-text',
    'json-bounds',
  ],
  present: ['result', 'units', 'words', 'errors', 'measure', 'safe-text', 'width'],
  library: ['run', 'result', 'present', 'units', 'errors', 'words', 'safe-text', 'json-bounds'],
  cli: '*',
  index: '*',
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const layerOf = (path) => /^src\/([a-z-]+)/.exec(path)?.[1];
const sources = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });

const files = sources('src');
const { output } = await cruise(['src'], {
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
  parser: 'swc',
  enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
});
const seen = output.modules.filter((module) => module.source.startsWith('src/'));
const problems = [];
if (seen.length < files.length * 0.95)
  problems.push(`only ${seen.length} of ${files.length} files were read`);
for (const module of seen) {
  const layer = layerOf(module.source);
  const allowed = LAYERS[layer];
  if (allowed === undefined) problems.push(`${module.source}: unknown layer "${layer}"`);
  for (const dependency of module.dependencies) {
    if (dependency.circular && !dependency.dependencyTypes.includes('type-only'))
      problems.push(`${module.source} -> ${dependency.resolved}: a cycle`);
    const target = dependency.resolved.startsWith('src/') ? layerOf(dependency.resolved) : undefined;
    if (target === undefined || target === layer || allowed === '*') continue;
    if (!allowed?.includes(target))
      problems.push(`${module.source} (${layer}) may not import ${dependency.resolved} (${target})`);
  }
}
problems.push(...roomProblems(seen));
const all = new Set(problems);
for (const problem of all) console.error(problem);
console.log(`layers: ${seen.length} modules, ${all.size} problems`);
process.exit(all.size === 0 ? 0 : 1);
