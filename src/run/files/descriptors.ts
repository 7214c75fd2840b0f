/** Files that are open already: standard output and error, and what the caller's shell opened (`3>file`, `>(command)`). */
import { fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

export const STDOUT = 1;
export const STDERR = 2;
const NAMES: Readonly<Record<string, number>> = { '-': STDOUT, '/dev/stdout': STDOUT, '/dev/stderr': STDERR };
const NUMBERED = /^\/(?:dev|proc\/self)\/fd\/(\d{1,5})$/;
const ANYWHERE = /\/(?:dev|proc\/self)\/fd\/(\d{1,5})(?!\d)/g;

/** @returns undefined where `file` names nothing that is open */
export function descriptorOf(file: string): number | undefined {
  if (Object.hasOwn(NAMES, file)) return NAMES[file];
  const number = NUMBERED.exec(file)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** @throws SockbenchError `not-open` where nobody gave it to this process, to be written to */
export function requireGiven(fd: number, file: string): void {
  if (!isGiven(fd) || modeOf(fd) === READ_ONLY)
    throw new SockbenchError('not-open', 'save', { file, number: fd });
}

/** Those beyond the standard ones that words of a command line name, and that this process was given: for a child. */
export function givenIn(words: readonly string[]): number[] {
  const named = words.flatMap((word) => Array.from(word.matchAll(ANYWHERE), ([, number]) => Number(number)));
  return [...new Set(named)].filter((fd) => fd > STDERR && isGiven(fd));
}

/** Open, and not one of those that the runtime opened for itself. */
function isGiven(fd: number): boolean {
  try {
    fstatSync(fd);
  } catch {
    return false;
  }
  if (fd <= STDERR) return true;
  const what = targetOf(fd);
  if (what === undefined) return true;
  if (what.startsWith('anon_inode:')) return false;
  // A pipe of its own has both ends here.
  return !what.startsWith('pipe:') || !readsItself(what);
}

function readsItself(pipe: string): boolean {
  const modes = readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => targetOf(fd) === pipe)
    .map(modeOf);
  return modes.includes(READ_ONLY) && modes.some((mode) => mode !== READ_ONLY);
}

/** Only Linux tells. */
function targetOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

const READ_ONLY = 0;
const ACCESS = 3;

/** How it was opened: 0 to read, 1 to write, 2 both; undefined where the system does not tell. */
function modeOf(fd: number): number | undefined {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return flags === undefined ? undefined : Number.parseInt(flags, 8) & ACCESS;
  } catch {
    return undefined;
  }
}
