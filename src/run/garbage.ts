/**
 * Memory of a session that is over, given back at once. A thread that now waits for the next session would otherwise keep
 * its buffers until tens of megabytes have come together: nothing else makes V8 look.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('globalThis.gc') as (() => void) | undefined;

/** Blocks the thread for some milliseconds: only where nothing is under way. */
export const collectGarbage = (): void => gc?.();

/** @param pause ms that must have passed since the last time; @returns what collects, or does nothing */
export function collectorOf(pause: number): () => void {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    collectGarbage();
  };
}
