/** What a lab needs of the machine, said before anything is started. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { platform } from 'node:os';
import { SockbenchError } from '../../errors.ts';
import { loadLibc } from '../../link/system/libc.ts';
import { TUN_DEVICE } from '../../link/system/tun.ts';

/** In order of preference: with a process namespace the kernel ends everything with the link process. */
const ISOLATIONS: readonly (readonly string[])[] = [
  ['--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child'],
  ['--user', '--map-root-user', '--net'],
  // Root where user namespaces are switched off.
  ['--net', '--pid', '--fork', '--kill-child'],
];

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
  return isolation();
}

function requireTool(tool: string, packageName: string): void {
  const { error } = spawnSync(tool, ['-V'], { stdio: 'ignore' });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new SockbenchError('lab-tool', 'check', { tool, package: packageName });
}

function isolation(): readonly string[] {
  let reason = '';
  for (const options of ISOLATIONS) {
    const { status, stderr } = spawnSync('unshare', [...options, 'true'], {
      encoding: 'utf8',
      // The reason decides what to advise.
      env: { ...process.env, LC_ALL: 'C' },
    });
    if (status === 0) return options;
    if (reason === '') reason = stderr.trim().split('\n')[0] ?? '';
  }
  throw new SockbenchError('lab-namespaces', 'check', { reason });
}
