/** Files are written whole or not at all: a temporary file beside the target, synced, then put in its place. */
import { randomBytes } from 'node:crypto';
import { link, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SockbenchError } from '../errors.ts';

/**
 * Writes `text` to `path`; an existing file is left alone without `force`. What is no file (`/dev/stdout`, a pipe) is
 * written to as it is: it cannot be replaced, and there is nothing in it to lose.
 * @throws SockbenchError `file-exists`, `disk-full`, `not-writable` or `no-folder`; nothing is left behind then.
 */
export async function writeWhole(path: string, text: string, force = false): Promise<void> {
  if (await isStream(path)) return writeInto(path, text);
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await (force ? rename(temporary, path) : place(temporary, path));
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw said(error, path);
  }
  await syncFolder(folder);
}

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
    await writeFile(path, text, { flag: 'a' });
  } catch (error) {
    throw said(error, path);
  }
}

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
  if (reason === 'ENOENT' || reason === 'ENOTDIR')
    return new SockbenchError('no-folder', 'save', details, error);
  return new SockbenchError('not-writable', 'save', details, error);
}

/**
 * Refuses beforehand what would be refused at the end of a long run.
 * @throws SockbenchError `file-exists`
 */
export async function requireFree(path: string, force = false): Promise<void> {
  if (force || (await isStream(path))) return;
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.close();
  throw new SockbenchError('file-exists', 'save', { file: path, reason: 'EEXIST' });
}
