/** What is published, and what it rests on: the package, its types and schema, the lockfile, the list of dependencies. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Manifest {
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | Record<string, string>>;
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}
const locked = Object.entries(
  (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages,
).filter(([path]) => path !== '');

/** Of a buffer of its own. */
const bytesOf = (file: string): ArrayBuffer => Uint8Array.from(readFileSync(file)).buffer;

/** Files of ours that a built one names: by an import, or beside the module that it was. */
function needsOf(path: string, text: string): string[] {
  const imported = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`](\.\.?\/[^"'`]+)["'`]/g);
  const beside = text.matchAll(
    /new URL\(["'`](\.\.?\/[^"'`]+\.js)["'`],\s*new URL\(["'`]([^"'`]+)["'`],\s*import\.meta\.url\)\.href\)/g,
  );
  return [
    ...Array.from(imported, ([, to]) => join(dirname(path), to!)),
    ...Array.from(beside, ([, to, was]) => join(dirname(join(dirname(path), was!)), to!)),
  ];
}

describe('the package', () => {
  // Without scripts: those would build anew, under the feet of the tests beside this one.
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-pack-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ files: { path: string }[]; unpackedSize: number; filename: string }];
  const tarball = join(folder, packed[0].filename);
  const files = packed[0].files.map(({ path }) => path);

  it('contains what is needed to run, with types and the schema, and nothing else', () => {
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'];
    const others = files.filter(
      (path) =>
        !path.startsWith('dist/') &&
        !/^docs\/([\w-]+|lessons\/[\w-]+)\.md$|^docs\/(lessons\/)?python\/\w+\.py$|^docs\/fleet\/\w+\.yaml$/.test(
          path,
        ),
    );
    expect(others.sort()).toEqual(documents);
    expect(files).toContain('docs/asserts.md');
    const kinds = /\.(js|d\.ts|json|css|licences\.txt)$/;
    expect(files.filter((path) => path.startsWith('dist/') && !kinds.test(path))).toEqual([]);
    expect(files.filter((path) => path.endsWith('.json') && path.startsWith('dist/')).sort()).toEqual([
      'dist/result/sockbench.class.1.json',
      'dist/result/sockbench.judgement.1.json',
      'dist/result/sockbench.lesson.1.json',
      'dist/result/sockbench.load.1.json',
      'dist/result/sockbench.repeat.1.json',
      'dist/result/sockbench.result.1.json',
    ]);
    expect(packed[0].unpackedSize).toBeLessThan(8.5e6);
  });

  it('has every file that one of its files imports, starts or reads', () => {
    const here = new Set(files);
    const missing = files
      .filter((path) => path.startsWith('dist/') && path.endsWith('.js'))
      .flatMap((path) => needsOf(path, read(path)).filter((needed) => !here.has(needed)));
    expect(missing).toEqual([]);
    // What is looked for is there to be found.
    expect(needsOf('dist/cli/main.js', read('dist/cli/main.js')).length).toBeGreaterThan(1);
    expect(
      files.some((path) =>
        needsOf(path, path.endsWith('.js') ? read(path) : '').includes('dist/run/lab/link/process.js'),
      ),
    ).toBe(true);
  });

  it('has every file that its manifest names', () => {
    const named = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((one) =>
        typeof one === 'string' ? one : Object.values(one),
      ),
    ].map((path) => path.replace(/^\.\//, ''));
    for (const path of named) expect(files).toContain(path);
    expect(read('dist/cli/main.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('has a schema that describes a result', () => {
    const schema = JSON.parse(read('dist/result/sockbench.result.1.json')) as Record<string, unknown>;
    expect(schema['title']).toBe('sockbench.result/1');
    expect(Object.keys(schema['properties'] as object)).toEqual(
      expect.arrayContaining(['schema', 'tool', 'spec', 'effective', 'ending', 'transports']),
    );
  });

  it('has types that every resolution finds (@arethetypeswrong)', () => {
    const cli = `${root}node_modules/@arethetypeswrong/cli/dist/index.js`;
    // No resolution of CommonJS alone: the package is made of ES modules. A problem is an exit status.
    const asked = [cli, tarball, '--profile', 'esm-only'];
    const said = execFileSync(process.execPath, asked, { cwd: root, encoding: 'utf8' });
    expect(said).toContain('sockbench');
  });

  it('is what publint expects of one', async () => {
    const { messages } = await publint({ strict: true, pack: { tarball: bytesOf(tarball) } });
    expect(messages).toEqual([]);
  });
});

describe('the lockfile', () => {
  it('names no other registry than the public one, and a checksum of everything', () => {
    expect(locked.length).toBeGreaterThan(100);
    for (const [path, { resolved, integrity }] of locked) {
      if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
      expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  it('holds no package that wants to run a script when it is installed, but those that need not', () => {
    /** Why each may stay; none of the scripts is run (`allowScripts`), and all work without. */
    const known: Record<string, string> = {
      koffi: 'builds itself where its platform package, which brings the binary, is missing',
      '@swc/core':
        'checks the binary of its platform package; reads imports for the layers, not installed by users',
    };
    const names = locked
      .filter(([, one]) => one.hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1)!);
    expect(names.sort()).toEqual(Object.keys(known).sort());
    for (const name of names) expect(manifest.allowScripts[name]).toBe(false);
    // Of those that users install, only the optional one.
    const installed = locked.filter(([, one]) => one.hasInstallScript === true && one.dev !== true);
    expect(installed.map(([path]) => path)).toEqual(['node_modules/koffi']);
    expect(Object.keys(manifest.optionalDependencies)).toEqual(['koffi']);
  });

  it('holds exact versions of what is named', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...optionalDependencies,
      ...devDependencies,
    }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('the table of dependencies in ARCHITECTURE.md', () => {
  const rows = (chapter: string): string[] =>
    (read('ARCHITECTURE.md').split(`## ${chapter}\n`)[1] ?? '')
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| package'))
      .flatMap((line) => line.split('|')[1]!.split(','))
      .map((name) => name.replace('(optional)', '').trim());

  it('names what users install, and no more', () => {
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(rows('Dependencies').sort()).toEqual(needed.sort());
  });

  it('stands on documents that exist', () => {
    for (const path of ['ARCHITECTURE.md', 'SECURITY.md', 'LICENSE', 'CHANGELOG.md'])
      expect(existsSync(`${root}${path}`)).toBe(true);
  });
});
