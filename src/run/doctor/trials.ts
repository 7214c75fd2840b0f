/** What can only be found out by trying: calls into the system, namespaces, a TUN device. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding } from './finding.ts';

const PATIENCE_MS = 10_000;

interface Outcome {
  readonly ok: boolean;
  /** First line of what was said to standard error. */
  readonly reason: string;
}

function tryCommand(command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: PATIENCE_MS }, (error, _stdout, stderr) => {
      const reason = stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      resolve({ ok: error === null, reason: missing ? `${command}: not found` : reason });
    });
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

/** Makes a TUN device in a network namespace that ends with the trial. */
export async function tunFinding(): Promise<Finding> {
  const trial = fileURLToPath(new URL('./tun-process.js', import.meta.url));
  const { ok, reason } = await tryCommand('unshare', [...UNSHARE, process.execPath, trial]);
  return { id: 'tun', status: ok ? 'good' : 'missing', details: { reason } };
}
