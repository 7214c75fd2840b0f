/** Of several addresses the first that answers: the next one is tried when the one before has failed, or after a moment (RFC 8305). */

/** ms until the next address is tried besides (RFC 8305, section 5). */
const STAGGER_MS = 250;

export interface Racing<T> {
  /** Rejects where there is nobody; gives up when the signal says so. @param last no other address is left */
  attempt(address: string, signal: AbortSignal, last: boolean): Promise<T>;
  /** What came too late. */
  discard(value: T): void;
  readonly signal?: AbortSignal | undefined;
}

export interface First<T> {
  readonly address: string;
  readonly value: T;
}

/** @throws unknown[] what each attempt met, in the order of `addresses` (at least one), where none succeeds */
export function firstOf<T>(addresses: readonly string[], racing: Racing<T>): Promise<First<T>> {
  const over = new AbortController();
  const outer = (): void => over.abort();
  racing.signal?.addEventListener('abort', outer);
  const met: unknown[] = [];
  let begun = 0;
  let failed = 0;
  let timer: NodeJS.Timeout | undefined;
  return new Promise<First<T>>((resolve, reject) => {
    const next = (): void => {
      clearTimeout(timer);
      if (begun === addresses.length || over.signal.aborted) return;
      const index = begun++;
      const address = addresses[index]!;
      const last = failed === addresses.length - 1;
      racing.attempt(address, over.signal, last).then(
        (value) => {
          if (over.signal.aborted) return racing.discard(value);
          over.abort();
          resolve({ address, value });
        },
        (error: unknown) => {
          met[index] = error;
          if (++failed === addresses.length || racing.signal?.aborted === true) reject(met);
          else next();
        },
      );
      timer = setTimeout(next, STAGGER_MS);
    };
    next();
  }).finally(() => {
    clearTimeout(timer);
    racing.signal?.removeEventListener('abort', outer);
  });
}
