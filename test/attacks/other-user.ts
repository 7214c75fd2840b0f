/** Somebody else on this machine: the second user of the attacks, who has no privileges. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NOBODY = '65534';
const AS_NOBODY = ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', '--'];
/** The one of a user's own may stand where others cannot read it. */
const PYTHONS = ['/usr/bin/python3', '/usr/local/bin/python3', 'python3'];

const runs = (python: string): boolean =>
  spawnSync('setpriv', [...AS_NOBODY, python, '-c', 'pass'], { cwd: '/' }).status === 0;

/** Whether sockets below UDP may be made. */
const forges = (): boolean =>
  spawnSync('python3', ['-c', 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 255)'])
    .status === 0;

const python = PYTHONS.find(runs);
/** Why no datagram can be forged here; undefined where it can. */
export const noForger: string | undefined = forges() ? undefined : 'forging needs root and python3';
if (noForger !== undefined) console.warn(`skipped: datagrams with forged sources: ${noForger}`);

/** Why there is no second user here; undefined where there is one. */
export const noOtherUser: string | undefined =
  python === undefined ? 'becoming another user needs root, setpriv and python3' : undefined;
if (noOtherUser !== undefined) console.warn(`skipped, because there is no second user: ${noOtherUser}`);

/** A program of the other user's. `words` name files of this folder first. */
export function asOtherUser([script = '', ...words]: readonly string[]): ChildProcess {
  // Where others can read it.
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-other-'));
  const copy = join(folder, script);
  copyFileSync(fileURLToPath(new URL(script, import.meta.url)), copy);
  spawnSync('chmod', ['-R', 'a+rX', folder]);
  const child = spawn('setpriv', [...AS_NOBODY, python!, copy, ...words], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.once('close', () => rmSync(folder, { recursive: true, force: true }));
  return child;
}

/**
 * Somebody else tries to get the datagrams of a port, all the time while `meanwhile` goes on.
 * @returns in which ways it got them
 */
export async function thieves(
  port: number,
  seconds: number,
  meanwhile: () => Promise<void>,
): Promise<string[]> {
  const thief = asOtherUser(['thief.py', String(port), String(seconds)]);
  let said = '';
  thief.stdout!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(thief, 'close');
  await once(thief.stdout!, 'data');
  await meanwhile();
  const [status] = await closed;
  if (status !== 0 || !/^tried \d+$/m.test(said)) throw new Error(`the thief ended (${status}): ${said}`);
  return said.split('\n').filter((line) => line.startsWith('bound '));
}
