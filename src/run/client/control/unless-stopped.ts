/** Preparations that somebody may end. */

/** Not an error: somebody ended the run while it was being prepared. */
export const STOPPED = Symbol('stopped');

/** @throws STOPPED as soon as the signal says so, also where the work is done by then; or what the work throws */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(STOPPED);
    signal.addEventListener('abort', () => reject(STOPPED), { once: true });
  });
  const done = await Promise.race([work, stopped]);
  if (signal.aborted) throw STOPPED;
  return done;
}
