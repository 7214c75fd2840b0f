/** Files are written whole or not at all: a temporary file beside the target, synced, then put in its place. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, lstat, open, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SockbenchError } from '../errors.ts';

/**
 * Writes `text` to `path`; an existing file is left alone without `force`. With it the file keeps its permissions, and a
 * link to one still leads to it. What is no file (`/dev/stdout`, a pipe) is written to as it is: it cannot be replaced,
 * and there is nothing in it to lose.
 * @throws SockbenchError `file-exists`, `disk-full`, `not-writable`, `no-reader` or `no-folder`; nothing is left behind then.
 */
export async function writeWhole(path: string, text: string, force = false): Promise<void> {
  if (await isStream(path)) return writeInto(path, text);
  const target = force ? await realpath(path).catch(() => path) : path;
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeBeside(temporary, text, force ? await modeOf(target) : undefined);
    await (force ? rename(temporary, target) : place(temporary, target));
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw said(error, path);
  }
  await syncFolder(folder);
}

/** @param mode of the file that this one replaces: what was private stays so, before a byte is in it */
async function writeBeside(temporary: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(temporary, 'wx', mode === undefined ? 0o644 : 0o600);
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const modeOf = async (path: string): Promise<number | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : found.mode & 0o777;
};

/** Names of what is open already, a file too. */
const OPEN = /^\/(dev\/(stdout|stderr|fd\/)|proc\/self\/fd\/)/;

/** A device or a pipe, also behind a link. */
async function isStream(path: string): Promise<boolean> {
  if (OPEN.test(path)) return true;
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && (found.isCharacterDevice() || found.isFIFO() || found.isSocket());
}

async function writeInto(path: string, text: string): Promise<void> {
  try {
    if (!OPEN.test(path) && (await stat(path)).isFIFO()) await writeToPipe(path, text);
    else await writeFile(path, text, { flag: 'a' });
  } catch (error) {
    throw said(error, path);
  }
}

/** Opening a named pipe waits for a reader, for ever if need be; asked not to wait, the system says that there is none. */
async function writeToPipe(path: string, text: string): Promise<void> {
  const pipe = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      const written = await pipe.write(rest).then(
        ({ bytesWritten }) => bytesWritten,
        (error: unknown) => {
          if (errnoOf(error) !== 'EAGAIN') throw error;
          return 0;
        },
      );
      rest = rest.subarray(written);
      if (written === 0) await sleep(PIPE_FULL_MS);
    }
  } finally {
    await pipe.close();
  }
}

/** Until a pipe that is full is tried again. */
const PIPE_FULL_MS = 10;

/** A hard link fails where the name is taken: no moment between asking and writing. */
async function place(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error))) throw error;
    // A file system without hard links (FAT, some network shares): claim the name, then replace the empty claim.
    await (await open(path, 'wx')).close();
    await rename(temporary, path);
    return;
  }
  await unlink(temporary);
}

const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** The new name itself survives a power cut; where a folder cannot be synced (Windows), the file still is. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not every system lets a folder be opened.
  }
}

const errnoOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

function said(error: unknown, path: string): SockbenchError {
  const reason = errnoOf(error) || String(error);
  const details = { file: path, reason };
  if (reason === 'EEXIST') return new SockbenchError('file-exists', 'save', details, error);
  if (reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'EFBIG')
    return new SockbenchError('disk-full', 'save', details, error);
  if (reason === 'ENXIO') return new SockbenchError('no-reader', 'save', details, error);
  if (reason === 'ENOENT' || reason === 'ENOTDIR')
    return new SockbenchError('no-folder', 'save', details, error);
  return new SockbenchError('not-writable', 'save', details, error);
}

/**
 * Refuses beforehand what would be refused at the end of a long run.
 * @throws SockbenchError `file-exists`, `no-folder`, `not-writable`
 */
export async function requireFree(path: string, force = false): Promise<void> {
  if (await isStream(path)) return;
  const folder = dirname(force ? await realpath(path).catch(() => path) : path);
  // A folder that is a file is none: the slash makes the system say so.
  await access(join(folder, '/'), constants.W_OK).catch((error: unknown) =>
    Promise.reject(said(error, path)),
  );
  if (force) {
    // It can be replaced by nothing but another folder.
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) throw said({ code: 'EISDIR' }, path);
    return;
  }
  // A link that leads nowhere is a name that is taken, too.
  if ((await lstat(path).catch(() => undefined)) !== undefined) throw said({ code: 'EEXIST' }, path);
}
