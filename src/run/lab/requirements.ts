/** What a lab needs of the machine, said before anything is started. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { loadLibc } from '../../link/system/libc.ts';
import { TUN_DEVICE } from '../../link/system/tun.ts';
import { withoutKey } from '../without-key.ts';

/** What is run inside. */
export const LINK_PROCESS = fileURLToPath(new URL('./link/process.js', import.meta.url));

/** With a process namespace the kernel ends everything with the link process. */
const AS_USER: readonly (readonly string[])[] = [
  ['--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child'],
  ['--user', '--map-root-user', '--net'],
];
const AS_ROOT: readonly string[] = ['--net', '--pid', '--fork', '--kill-child'];

/**
 * In order of preference. Root needs no user namespace, which may be switched off, and in which it could not write what it
 * can outside: there only its own files are its own. In a container root may be allowed less than a user namespace gives.
 */
const isolations = (): readonly (readonly string[])[] =>
  process.geteuid?.() === 0 ? [AS_ROOT, ...AS_USER] : AS_USER;

/**
 * @returns the options of `unshare` that work here
 * @throws SockbenchError `lab-platform`, `lab-tool`, `lab-ffi`, `lab-tun`, `lab-namespaces`
 */
export async function requireLab(): Promise<readonly string[]> {
  if (platform() !== 'linux') throw new SockbenchError('lab-platform', 'check', { platform: platform() });
  requireTool('unshare', 'util-linux');
  requireTool('ip', 'iproute2');
  await loadLibc();
  try {
    accessSync(TUN_DEVICE, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new SockbenchError('lab-tun', 'check', { reason: (cause as Error).message }, cause);
  }
  return requireIsolation();
}

function requireTool(tool: string, packageName: string): void {
  if (!isInPath(tool)) throw new SockbenchError('lab-tool', 'check', { tool, package: packageName });
}

/** Without starting it: each start takes some milliseconds that a person waits. */
function isInPath(tool: string): boolean {
  return (process.env['PATH'] ?? '/usr/bin:/bin').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * @returns the options of `unshare` that work here
 * @throws SockbenchError `lab-namespaces`
 */
export function requireIsolation(): readonly string[] {
  let reason = '';
  for (const options of isolations()) {
    // In a user namespace root is nobody to the files of others: its own program has to be in reach.
    const reads = [
      'sh',
      '-c',
      'test -r "$0" || { echo "$0 cannot be read in one" >&2; exit 1; }',
      LINK_PROCESS,
    ];
    const { status, stderr, error } = spawnSync('unshare', [...options, ...reads], {
      encoding: 'utf8',
      // The reason decides what to advise.
      env: { ...withoutKey(process.env), LC_ALL: 'C' },
    });
    if (status === 0) return options;
    // Of the first that a user could have: what root may not is no advice.
    if (reason === '' || options === AS_USER[0])
      reason = error?.message ?? stderr.trim().split('\n')[0] ?? '';
  }
  throw new SockbenchError('lab-namespaces', 'check', { reason });
}
