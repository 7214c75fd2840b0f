/** Typed arrays that grow: the columns of the ledger. */

type Numbers = Float64Array | Uint32Array | Uint8Array;

/** A copy with at least `needed` places, grown by doubling; the same array where it is large enough. */
export function grown<T extends Numbers>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  let length = Math.max(16, array.length);
  while (length < needed) length *= 2;
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}

/** Adds 1 to a counter of a sparse record. */
export function bump<K>(record: Map<K, number>, key: K, by = 1): void {
  record.set(key, (record.get(key) ?? 0) + by);
}

export function mergeCounts<K>(into: Map<K, number>, from: ReadonlyMap<K, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}
