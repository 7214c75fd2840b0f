/** What can only be found out by trying: calls into the system, namespaces, a TUN device, a whole lab. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { TUN_DEVICE } from '../../link/system/tun.ts';
import { NO_IMPAIRMENT } from '../../result/impairment.ts';
import { launchLab } from '../lab/launch.ts';
import type { Finding } from './finding.ts';

const PATIENCE_MS = 10_000;

interface Outcome {
  readonly ok: boolean;
  /** First line of what was said to standard error. */
  readonly reason: string;
}

function tryCommand(command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { timeout: PATIENCE_MS, env: { ...process.env, LC_ALL: 'C' } },
      (error, _stdout, stderr) => {
        const reason = stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
        const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
        resolve({ ok: error === null, reason: missing ? `${command}: not found` : reason });
      },
    );
  });
}

/** Loads koffi and calls a function of the C library. */
export async function ffiFinding(): Promise<Finding> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(process.platform === 'darwin' ? 'libSystem.dylib' : 'libc.so.6');
    const pid: unknown = library.func('int getpid(void)')();
    if (pid !== process.pid) throw new Error(`getpid() said ${String(pid)}`);
    return { id: 'ffi', status: 'good', details: { version: koffi.version } };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200);
    return { id: 'ffi', status: process.platform === 'linux' ? 'limited' : 'missing', details: { reason } };
  }
}

const UNSHARE = ['--user', '--map-root-user', '--net'];

export async function namespacesFinding(): Promise<Finding> {
  const { ok, reason } = await tryCommand('unshare', [...UNSHARE, 'true']);
  return { id: 'namespaces', status: ok ? 'good' : 'missing', details: { reason } };
}

/** Whether the device is there and open to this user. */
export function tunFinding(): Finding {
  try {
    accessSync(TUN_DEVICE, constants.R_OK | constants.W_OK);
    return { id: 'tun', status: 'good', details: {} };
  } catch (error) {
    return { id: 'tun', status: 'missing', details: { reason: (error as Error).message } };
  }
}

/** Builds a lab, sends one datagram across, and takes it down again. */
export async function labFinding(): Promise<Finding> {
  const across = fileURLToPath(new URL('./across-process.js', import.meta.url));
  const impairment = { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT, profile: null, seed: 0 };
  const begun = performance.now();
  try {
    const command = [process.execPath, across];
    const status = await launchLab({ command, impairment, server: 'none', detached: true });
    const details = { took: (performance.now() - begun) * 1e6, reason: 'no packet came across its link' };
    return status === 0
      ? { id: 'lab', status: 'good', details }
      : { id: 'lab', status: 'missing', details: { ...details, code: 'lab-failed' } };
  } catch (error) {
    const known = error instanceof SockbenchError ? error : undefined;
    const reason = error instanceof Error ? error.message : String(error);
    const details = { reason, ...known?.details, code: known?.code ?? 'lab-failed' };
    return { id: 'lab', status: 'missing', details };
  }
}
