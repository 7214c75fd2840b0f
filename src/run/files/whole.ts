/** Files are written whole or not at all: a temporary file beside the target, synced, then put in its place. */
import { closeSync, constants, openSync, type Stats } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { notSaved } from './failure.ts';
import { isOwn } from './links.ts';
import { type Place, placeOf, type Wish } from './place.ts';
import { giveName, syncFolder, temporaryBeside } from './temporary.ts';
import { openPipe, unhindered, writeAll } from './waiting.ts';

const PUBLIC = 0o644;
const PRIVATE = 0o600;

/**
 * Writes `text` to `file`. A file that is there is left alone without `force`, unless it is empty or `append` says so;
 * one that is replaced keeps its permissions, and a link of one's own to it still leads to it. What is no file
 * (`/dev/fd/3`, a pipe) is written to as it is: it cannot be replaced, and there is nothing in it to lose.
 * @param until ends the waiting for the reader of a pipe
 * @throws SockbenchError `file-exists`, `disk-full`, `not-writable`, `no-reader`, `no-folder`, `foreign-link` …; nothing is
 * left behind then
 */
export async function writeWhole(
  file: string,
  text: string,
  wish: Wish = {},
  until?: AbortSignal,
): Promise<void> {
  const place = placeOf(file, wish);
  const bytes = Buffer.from(text);
  try {
    if (place.kind === 'file' && wish.append !== true) await replace(place.path, bytes, place.found);
    else if (place.kind === 'free' && wish.append !== true) await replace(place.path, bytes, undefined);
    else if (place.kind === 'pipe' || place.kind === 'device' || place.kind === 'open')
      await stream(place, bytes, until);
    else await add(place.path, bytes);
  } catch (error) {
    throw notSaved(error, file);
  }
}

/** @param old the file that is replaced: what was private stays so, before a byte is in it. undefined: nothing is replaced */
async function replace(path: string, bytes: Buffer, old: Stats | undefined): Promise<void> {
  const temporary = temporaryBeside(path);
  const mode = old !== undefined && isOwn(old) ? old.mode & 0o777 : undefined;
  try {
    await into(await open(temporary, 'wx', mode === undefined ? PUBLIC : PRIVATE), async (file) => {
      if (mode !== undefined) await file.chmod(mode);
      await file.writeFile(bytes);
      await file.sync();
    });
    await (old === undefined ? giveName(temporary, path) : rename(temporary, path));
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** To the end of a file; what cannot be added whole is not added. */
async function add(path: string, bytes: Buffer): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  await into(await open(path, flags, PUBLIC), async (file) => {
    const { size } = await file.stat();
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await file.truncate(size).catch(() => {});
      throw error;
    }
  });
}

async function into(file: FileHandle, action: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await action(file);
  } finally {
    await file.close();
  }
}

type Stream = Extract<Place, { kind: 'pipe' | 'device' | 'open' }>;

async function stream(place: Stream, bytes: Buffer, until: AbortSignal | undefined): Promise<void> {
  const fd = await opened(place, until);
  try {
    await writeAll(fd, bytes, until);
  } finally {
    if (place.kind !== 'open' || place.fd !== fd) closeSync(fd);
  }
}

function opened(place: Stream, until: AbortSignal | undefined): Promise<number> | number {
  if (place.kind === 'open') return unhindered(place.fd, until);
  if (place.kind === 'pipe') return openPipe(place.path, until);
  return openSync(place.path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NOCTTY);
}

/**
 * Refuses beforehand what would be refused at the end of a long run.
 * @throws SockbenchError as {@link writeWhole}
 */
export const requireFree = (file: string, wish: Wish = {}): void => void placeOf(file, wish);
