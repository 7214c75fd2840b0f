/** What stands in the way of a run, said before anything starts. */
import { readFileSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

/** Files that the process needs beside its flows: libraries, workers, control connections, results. */
const OTHER_FILES = 100;

/** The soft limit of open files; null where the system does not tell (then nothing is refused beforehand). */
export function openFileLimit(): number | null {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line === null || line[1] === 'unlimited' ? null : Number(line[1]);
  } catch {
    // No /proc (macOS, Windows): the operating system's own refusal is reported when it comes.
    return null;
  }
}

/** @throws SockbenchError `file-limit` */
export function requireOpenFiles(flows: number): void {
  const limit = openFileLimit();
  const needed = flows + OTHER_FILES;
  if (limit !== null && needed > limit) throw new SockbenchError('file-limit', 'start', { needed, limit });
}
