/** A process that has ended may have said more than was read: the end of its channel comes behind its last word. */
import type { ChildProcess } from 'node:child_process';

/** For one whose own children keep the channel open, ms. */
const MOST_MS = 2000;

export function heardOut(child: ChildProcess): Promise<void> {
  if (!child.connected) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(resolve, MOST_MS);
    child.once('disconnect', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
