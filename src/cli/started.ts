/** How this program was started, to be said again in every command that it prints. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { STARTED_AS, shellWord } from '../words/command.ts';

/** What decides it; all of it given, so that each way can be tested. */
export interface Start {
  /** The script as Node names it (argv[1]): a link is not followed. */
  readonly script: string;
  readonly folder: string;
  readonly path: string;
  readonly windows: boolean;
}

/**
 * `npx sockbench` where the script is a project's own, `sockbench` where that name leads here from any folder, else
 * `node` and the script, relative where it lies in or below this folder.
 */
export function startedAs({ script, folder, path, windows }: Start): string {
  if (ofProject(script, windows)) return 'npx sockbench';
  if (windows ? besideShim(script) : firstInPath('sockbench', path) === resolve(script)) return 'sockbench';
  const near = relative(folder, script);
  const shown = near.startsWith('..') || isAbsolute(near) ? script : near;
  return `node ${shellWord(shown, windows)}`;
}

/** npm's link in `node_modules/.bin`, which is also where npx keeps what it fetched. */
function ofProject(script: string, windows: boolean): boolean {
  if (dirname(script).endsWith(join('node_modules', '.bin'))) return true;
  return windows && existsSync(join(modulesOf(script), '.bin', 'sockbench.cmd'));
}

/** On Windows a program in the path is a file beside `node_modules` that names the script. */
const besideShim = (script: string): boolean => existsSync(join(dirname(modulesOf(script)), 'sockbench.cmd'));

const modulesOf = (script: string): string => {
  const parts = script.split(sep);
  const at = parts.lastIndexOf('node_modules');
  return at === -1 ? join(script, 'none') : parts.slice(0, at + 1).join(sep);
};

function firstInPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => resolve(folder, name))
    .find((file) => existsSync(file));
}

/** A process that this program starts knows it from the one that a person started. */
export function rememberStart(): void {
  const { env, argv, platform } = process;
  const script = argv[1];
  if (env[STARTED_AS] !== undefined || script === undefined) return;
  const start = { script, folder: process.cwd(), path: env['PATH'] ?? '', windows: platform === 'win32' };
  env[STARTED_AS] = startedAs(start);
}
