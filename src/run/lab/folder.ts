/** A private folder for the lab's sockets, wherever one can be made. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SockbenchError } from '../../errors.ts';

/** Bytes of a Unix socket's path that the system takes (sun_path of unix(7), its end left out). */
const LONGEST_PATH = 107;
const PREFIX = 'sockbench-lab-';
/** `/`, what mkdtemp adds, `/` and the longest name in it. */
const ADDED = 1 + PREFIX.length + 6 + 1 + 'control.sock'.length;

export interface LabFolder {
  readonly path: string;
  /** Where the link process mounts a file system of its own, for its eyes alone; null: the folder is everybody's. */
  readonly mount: string | null;
  remove(): void;
}

/**
 * @param shared somebody outside the lab takes part: then nothing can be mounted
 * @throws SockbenchError `lab-folder`
 */
export async function makeLabFolder(
  shared: boolean,
  bases: readonly string[] = places(),
): Promise<LabFolder> {
  const reasons: string[] = [];
  for (const base of bases) {
    const reason = await tried(base);
    if (typeof reason !== 'string') return reason;
    reasons.push(`${base} (${reason})`);
  }
  const mount = shared ? undefined : emptyFolder();
  if (mount !== undefined) return { path: mount, mount, remove: () => {} };
  throw new SockbenchError('lab-folder', 'prepare', { tried: reasons.join(', ') });
}

/** A folder that is named from here is looked for once: the lab's processes may stand elsewhere. */
const places = (): string[] => {
  const own = process.env['XDG_RUNTIME_DIR'] ?? '';
  const named = [tmpdir(), own, '/tmp', '/var/tmp', '/dev/shm', homedir(), here()];
  return [...new Set(named.filter((place) => place !== '').map((place) => resolve(here(), place)))];
};

/** The working folder may be gone. */
function here(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** @returns the folder, or why there is none */
async function tried(base: string): Promise<LabFolder | string> {
  if (Buffer.byteLength(base) + ADDED > LONGEST_PATH) return 'ENAMETOOLONG';
  let path: string;
  try {
    path = mkdtempSync(join(base, PREFIX));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  const remove = () => rmSync(path, { recursive: true, force: true });
  const reason = await socketTrouble(join(path, 'try.sock'));
  if (reason === undefined) return { path, mount: null, remove };
  remove();
  return reason;
}

/** Some file systems keep no sockets (shared folders of virtual machines). */
function socketTrouble(path: string): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    server.listen(path, () => server.close(() => done(undefined)));
  });
}

/** Folders that hold nothing on most machines: a file system over one of them hides nothing. */
const EMPTY = ['/mnt', '/media', '/srv', '/opt', '/home', '/tmp'];

function emptyFolder(): string | undefined {
  return EMPTY.find((folder) => {
    try {
      return readdirSync(folder).length === 0;
    } catch {
      return false;
    }
  });
}
