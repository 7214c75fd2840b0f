// Puts what a process or a thread of ours loads into one file each: a start took 30 % more of a processor when it read two
// hundred small ones. The command itself keeps pieces that are loaded when they are asked for, and so do the library and the
// processes that few start. Modules stay where they were as well, for tests and benchmarks; the package has none of them
// (`files` in package.json). `bundles.json` says what went where.
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';

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

/** Ink and React are one file already (bundle-ui.mjs). */
const SCREEN = 'present/live/terminal/screen.js';

/** Stands for the way from an output's folder to dist. */
const ROOT = '__DIST_ROOT__';

/** A module finds files beside itself (`import.meta.url`): where it was, not where it went. */
const inPlace = (dist) => ({
  name: 'in-place',
  setup(bundler) {
    bundler.onLoad({ filter: /\.js$/ }, ({ path }) => {
      if (path.includes(`${sep}node_modules${sep}`)) return undefined;
      const here = relative(dist, path).split(sep).join('/');
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', `new URL("${ROOT}/${here}", import.meta.url).href`)
        .replace(/\n\/\/# sourceMappingURL=.*/, '');
      return { contents, loader: 'js' };
    });
    bundler.onResolve({ filter: /\/screen\.js$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === join(dist, SCREEN)
        ? { path: `${ROOT}/${SCREEN}`, external: true }
        : undefined,
    );
  },
});

/** Packages that every start needs, and that are small once what nobody calls is left out: the others stay where they are. */
const TAKEN_IN = /^(valibot|commander|@commander-js\/extra-typings|get-east-asian-width)$/;

const packages = {
  name: 'packages',
  setup(bundler) {
    bundler.onResolve({ filter: /^[a-z@]/ }, ({ path, kind }) =>
      kind === 'entry-point' || TAKEN_IN.test(path) ? undefined : { path, external: true },
    );
  },
};

export async function bundle(dist) {
  const common = {
    outdir: dist,
    outbase: dist,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // Packages in CommonJS call require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);",
    },
    plugins: [packages, inPlace(dist)],
    logLevel: 'warning',
  };
  const at = (entries) => entries.map((entry) => join(dist, entry));
  const made = await Promise.all([
    build({ ...common, entryPoints: at(COMMAND), splitting: true, chunkNames: 'pieces/[name]-[hash]' }),
    build({ ...common, entryPoints: at(ALONE) }),
    build({ ...common, entryPoints: at(SELDOM), splitting: true, chunkNames: 'pieces/[name]-[hash]' }),
  ]);
  const inputsOf = {};
  for (const { outputFiles, metafile } of made) {
    for (const { path, text } of outputFiles) {
      await mkdir(dirname(path), { recursive: true });
      const up = relative(dirname(path), dist).split(sep).join('/');
      writeFileSync(path, text.replaceAll(ROOT, up === '' ? '.' : up));
    }
    for (const [output, { inputs }] of Object.entries(metafile.outputs))
      inputsOf[relative(dist, output).split(sep).join('/')] = Object.keys(inputs).map((input) =>
        relative(dist, input).split(sep).join('/'),
      );
  }
  writeFileSync(join(dist, 'bundles.json'), `${JSON.stringify(inputsOf)}\n`);
}
