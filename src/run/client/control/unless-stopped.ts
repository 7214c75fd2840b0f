/** Preparations that somebody may end. */

/** Not an error: somebody ended the run while it was being prepared. */
export const STOPPED = Symbol('stopped');

/** @throws STOPPED, or what the work throws; as soon as the signal says so */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(STOPPED);
    signal.addEventListener('abort', () => reject(STOPPED), { once: true });
  });
  return Promise.race([work, stopped]);
}
