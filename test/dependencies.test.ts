/** What the package rests on: the lockfile, the list of dependencies. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Manifest {
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
