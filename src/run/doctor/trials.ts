/** What can only be found out by trying: calls into the system, namespaces, a TUN device, a whole lab. */
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { TUN_DEVICE } from '../../link/system/tun.ts';
import { NO_IMPAIRMENT } from '../../result/impairment.ts';
import { launchLab } from '../lab/launch.ts';
import { requireIsolation } from '../lab/requirements.ts';
import type { Finding } from './finding.ts';

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

/** What a lab would find: user and network namespaces, or, as root, network namespaces alone. */
export function namespacesFinding(): Finding {
  try {
    const user = requireIsolation().includes('--user') ? 'yes' : 'no';
    return { id: 'namespaces', status: 'good', details: { user } };
  } catch (error) {
    const { details } = error as SockbenchError;
    return { id: 'namespaces', status: 'missing', details };
  }
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
    const tookNs = Math.round((performance.now() - begun) * 1e6);
    const details = { tookNs, reason: 'no packet came across its link' };
    return status === 0
      ? { id: 'lab', status: 'good', details: { tookNs } }
      : { id: 'lab', status: 'missing', details: { ...details, code: 'lab-failed' } };
  } catch (error) {
    const known = error instanceof SockbenchError ? error : undefined;
    const reason = error instanceof Error ? error.message : String(error);
    const details = { reason, ...known?.details, code: known?.code ?? 'lab-failed' };
    return { id: 'lab', status: 'missing', details };
  }
}
