/**
 * The helper threads of the runtime (compiling, collecting garbage) give way to the threads that measure.
 *
 * A thread that wakes for its next probe waits for whoever runs on its core. On a machine of two cores that was the
 * compiler, for up to 5 ms at a time in the first seconds of a run. Lowering one's own priority needs no privilege.
 */
import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** Some 10 % of a core that is wanted by all, and all of one that is not. */
const NICE = 10;

/**
 * To be called by the main thread before it has workers: threads take after the one that starts them, so workers keep
 * its priority. Linux alone has priorities of threads.
 */
export function standBack(): void {
  if (process.platform !== 'linux' || !isMainThread) return;
  try {
    for (const thread of readdirSync('/proc/self/task'))
      if (Number(thread) !== process.pid) setPriority(Number(thread), NICE);
  } catch {
    // Without /proc they stay as they are; the send lag tells what came of it.
  }
}
