/**
 * When V8 tidies its memory. A session that is over gives its memory back at once: a thread that now waits for the next one
 * would otherwise keep its buffers until tens of megabytes have come together, for nothing else makes V8 look. And nothing
 * is tidied while a run is measured, where that can wait.
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

/** Before a run. @param lasting the process has more to do after it */
export const tidy = (lasting: boolean): void => (lasting ? collectGarbage() : tidyNoMore());

/**
 * For a process that ends with its run. Eight seconds after its start V8 would look through all its memory, on both of two
 * processors and in the middle of most runs, to give back what the end of the process gives back.
 */
export function tidyNoMore(): void {
  collectGarbage();
  setFlagsFromString('--no-memory-reducer');
}
