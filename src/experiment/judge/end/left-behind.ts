/** What is to be found when a command has ended: its file, a full scratch, packets that never left the machine. */
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statfsSync } from 'node:fs';
import { FILE, SCRATCH } from './orders.ts';

/** No link is followed, and no pipe waited for: the file may be anything. @param most bytes that are read */
export function readProduct(most: number): { file: string | null; fileBytes: number } {
  let fd: number;
  try {
    fd = openSync(FILE, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return { file: null, fileBytes: 0 };
  }
  const found = fstatSync(fd);
  if (!found.isFile()) {
    closeSync(fd);
    return { file: null, fileBytes: 0 };
  }
  const bytes = Buffer.alloc(Math.min(found.size, most));
  const read = readSync(fd, bytes, 0, bytes.length, 0);
  closeSync(fd);
  return { file: bytes.toString('base64', 0, read), fileBytes: found.size };
}

/** Of the scratch folder. */
export function isFull(): boolean {
  const { bavail, ffree } = statfsSync(SCRATCH);
  return bavail === 0 || ffree === 0;
}

/** Packets on this side's own loopback interface. */
export function loopbackPackets(): number {
  const line = readFileSync('/proc/thread-self/net/dev', 'latin1')
    .split('\n')
    .find((candidate) => candidate.trim().startsWith('lo:'));
  return Number(line?.split(':')[1]?.trim().split(/\s+/)[1] ?? 0);
}
