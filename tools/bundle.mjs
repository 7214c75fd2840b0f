// Puts what a process or a thread of ours loads into one file each: a start took 30 % more of a processor when it read two
// hundred small ones. The command itself keeps pieces that are loaded when they are asked for, and so do the library and the
// processes that few start. Modules stay where they were as well, for tests and benchmarks; the package has none of them
// (`files` in package.json). `bundles.json` says what went where.
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { closureOf } from './closure.mjs';

/** Loaded at every start, or by every run. */
const COMMAND = ['cli/main.js'];
const ALONE = [
  'cli/screen/screen-process.js',
  'fleet/agent/agent-process.js',
  'run/client/threads/worker.js',
  'run/lab/link/loop-worker.js',
  'run/lab/link/process.js',
  'run/lab/server-process.js',
  'run/server/flows/flows-worker.js',
  'run/server/process/embedded-process.js',
  'run/server/process/server-worker.js',
];

/** The library, and processes of single commands: what they share stands in pieces. */
const SELDOM = [
  'index.js',
  'experiment/judge/end/end-process.js',
  'experiment/lesson/arq/race/receiver-process.js',
  'experiment/lesson/arq/race/sender-process.js',
  'experiment/lesson/stream/end-process.js',
  'experiment/load/lab-process.js',
  'library/in-lab-process.js',
  'run/chat/host/far-end-process.js',
  'run/doctor/across-process.js',
  'run/doctor/echo-worker.js',
  'run/lab/relay/process.js',
];

/**
 * Pieces of the command that are loaded whole: what comes before anything is understood, what every command needs, and
 * what every run needs. Left to itself a bundler makes one for each set of places that share a module, a hundred for a run.
 */
const WHOLE = {
  first: [
    'cli/folder-gone.js',
    'cli/open-files.js',
    'cli/started.js',
    'cli/options/threads-ahead.js',
    'run/client/threads/idle.js',
  ],
  base: ['cli/program.js'],
  run: ['cli/run/action.js', 'cli/run/consumers.js', 'present/text/summary.js'],
};

/** Ink and React are one file already (bundle-ui.mjs). */
const SCREEN = 'present/live/terminal/screen.js';

/** Stands for the way from an output's folder to dist. */
const ROOT = '__DIST_ROOT__';

/** Packages that every start needs, and that are small once what nobody calls is left out: the others stay where they are. */
const TAKEN_IN = /^(valibot|commander|@commander-js\/extra-typings|get-east-asian-width)$/;

/** A module finds files beside itself (`import.meta.url`): where it was, not where it went. */
const inPlace = (dist) => ({
  name: 'in-place',
  resolveId(path, importer) {
    if (importer === undefined) return null;
    if (join(dirname(importer), path) === join(dist, SCREEN))
      return { id: `${ROOT}/${SCREEN}`, external: true };
    return /^[a-z@]/.test(path) && !TAKEN_IN.test(path) ? { id: path, external: true } : null;
  },
  load(id) {
    if (!id.startsWith(dist + sep)) return null;
    const here = relative(dist, id).split(sep).join('/');
    return readFileSync(id, 'utf8')
      .replaceAll('import.meta.url', `new URL("${ROOT}/${here}", import.meta.url).href`)
      .replace(/\n\/\/# sourceMappingURL=.*/, '');
  },
});

/** @param codeSplitting false: one file; or how it is divided */
async function bundled(dist, entries, codeSplitting) {
  const input = Object.fromEntries(entries.map((entry) => [entry.replace(/\.js$/, ''), join(dist, entry)]));
  const bundle = await rolldown({
    input,
    platform: 'node',
    plugins: [inPlace(dist)],
    // Said of what is imported in both ways: where it goes is said below.
    onLog: (level, log, handle) =>
      log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' ? undefined : handle(level, log),
  });
  const { output } = await bundle.generate({
    format: 'esm',
    // Names stay: a stack that somebody reports can be read.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: '[name].js',
    chunkFileNames: 'pieces/[name]-[hash].js',
    codeSplitting,
  });
  await bundle.close();
  return output;
}

function divided(dist) {
  const wholes = Object.entries(WHOLE).map(([name, starts]) => [name, closureOf(dist, starts)]);
  const groups = wholes.map(([name, files], at) => ({
    name,
    test: (id) => files.has(id),
    priority: wholes.length - at,
  }));
  return { groups };
}

export async function bundle(dist) {
  const made = await Promise.all([
    bundled(dist, COMMAND, divided(dist)),
    ...ALONE.map((entry) => bundled(dist, [entry], false)),
    bundled(dist, SELDOM, true),
  ]);
  const inputsOf = {};
  for (const { fileName, code, moduleIds } of made.flat()) {
    const path = join(dist, fileName);
    await mkdir(dirname(path), { recursive: true });
    const up = relative(dirname(path), dist).split(sep).join('/');
    writeFileSync(path, code.replaceAll(ROOT, up === '' ? '.' : up));
    inputsOf[fileName] = moduleIds.map((id) => relative(dist, id).split(sep).join('/'));
  }
  writeFileSync(join(dist, 'bundles.json'), `${JSON.stringify(inputsOf)}\n`);
}
