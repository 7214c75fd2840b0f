/** Least and most of however many values: `Math.max(...values)` of a hundred thousand is more than the stack holds. */

/** null of none */
export function most(values: Iterable<number>): number | null {
  let found: number | null = null;
  for (const value of values) found = found === null ? value : Math.max(found, value);
  return found;
}

/** null of none */
export function least(values: Iterable<number>): number | null {
  let found: number | null = null;
  for (const value of values) found = found === null ? value : Math.min(found, value);
  return found;
}
