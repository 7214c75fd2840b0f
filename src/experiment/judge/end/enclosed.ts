/** The words that run a command as the first of its own process namespace, without any privilege, in its own session. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/** Address space is no measure: runtimes reserve what they never use. What they write to is. */
const MOST_DATA = 2 * 2 ** 30;
const MOST_FILES = 1024;
/** Of System V's shared memory, which is nobody's while nobody has it attached: pages of 4 KiB. */
const MOST_SHARED = 2 ** 17;

/**
 * Kernel settings belong to whoever is root outside, with or without rights: of its own view of processes nothing can be
 * written. (`mount` would look for options of others in a table.)
 */
const OWN_PROC = [
  '--mount-proc',
  'sh',
  '-c',
  `{ echo ${MOST_SHARED} >/proc/sys/kernel/shmall; } 2>/dev/null; mount -n -o remount,bind,ro,nosuid,nodev,noexec /proc && exec "$@"`,
  'sh',
];

/** The words that find out whether it can have a view of processes of its own. */
export const ownProcTrial = (): string[] => ['--pid', '--fork', ...OWN_PROC, 'true'];

/**
 * `unshare` gives it a process namespace, which the kernel empties when the outer process is killed; `setpriv` takes
 * the rights away that the lab has in its user namespace; the shell is the namespace's first process, so that the command
 * is an ordinary one, whom signals reach and whose orphans somebody takes.
 */
export function enclosed(command: readonly string[], ownProc: boolean): string[] {
  return [
    'unshare',
    '--ipc',
    '--uts',
    '--pid',
    '--fork',
    '--kill-child=KILL',
    ...(ownProc ? OWN_PROC : []),
    'setpriv',
    '--no-new-privs',
    '--bounding-set=-all',
    '--inh-caps=-all',
    'prlimit',
    '--core=0',
    `--nofile=${MOST_FILES}`,
    `--data=${MOST_DATA}`,
    'sh',
    '-c',
    '"$@"; exit $?',
    'sh',
    ...command,
  ];
}

/** Why the program cannot be started: the system's code; undefined: nothing stands in the way. */
export function obstacleOf(program: string, folder: string, path: string): string | undefined {
  const candidates = program.includes('/')
    ? [isAbsolute(program) ? program : resolve(folder, program)]
    : path.split(':').map((entry) => join(entry, program));
  const there = candidates.filter((file) => existsSync(file) && statSync(file).isFile());
  if (there.length === 0) return 'ENOENT';
  return there.some(isExecutable) ? undefined : 'EACCES';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
