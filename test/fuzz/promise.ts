/** Throws where a promise is broken. */
export function must(condition: boolean, promise: string): void {
  if (!condition) throw new Error(promise);
}
