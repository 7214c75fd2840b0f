/** The package as npm packs it, and a project that has only it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | Record<string, string>>;
}
export const manifest = JSON.parse(read('package.json')) as Manifest;

/** What npm says of what it packed. */
interface Packed {
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
  readonly filename: string;
}

/** Without scripts: those would build anew, under the feet of the tests beside this one. */
export function packInto(folder: string): Packed {
  const said = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (JSON.parse(said) as [Packed])[0];
}

/** What the package needs in turn stands beside it, as npm lays it out. */
export function installInto(project: string, tarball: string): void {
  const own = join(project, 'node_modules', 'sockbench');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', own]);
  symlinkSync(join(root, 'node_modules'), join(own, 'node_modules'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
}

/** Files of ours that a built one names: by an import, or beside the module that it was. */
export function needsOf(path: string, text: string): string[] {
  const imported = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`](\.\.?\/[^"'`]+)["'`]/g);
  const beside = text.matchAll(
    /new URL\(["'`](\.\.?\/[^"'`]+\.js)["'`],\s*new URL\(["'`]([^"'`]+)["'`],\s*import\.meta\.url\)\.href\)/g,
  );
  return [
    ...Array.from(imported, ([, to]) => join(dirname(path), to!)),
    ...Array.from(beside, ([, to, was]) => join(dirname(join(dirname(path), was!)), to!)),
  ];
}
