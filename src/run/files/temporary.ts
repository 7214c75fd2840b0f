/** A file under another name, until it may have its own. */
import { randomBytes } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf } from './failure.ts';

/** In the same folder, so that it only has to be renamed; hidden, and as short as any file system takes. */
export const temporaryBeside = (path: string): string =>
  join(dirname(path), `.sockbench-${randomBytes(6).toString('hex')}.tmp`);

/** A hard link fails where the name is taken: no moment between asking and writing. @throws EEXIST */
export async function giveName(temporary: string, path: string): Promise<void> {
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
export async function syncFolder(folder: string): Promise<void> {
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
