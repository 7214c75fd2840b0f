/**
 * The interval of a median without assuming a shape: two of the values themselves, whose ranks the binomial distribution
 * gives (Hollander and Wolfe, "Nonparametric Statistical Methods", 3.6).
 */

const LEVEL = 0.95;

/** P(X <= k) of the number of heads in n fair tosses. */
function atMost(k: number, n: number): number {
  let probability = 0.5 ** n;
  let sum = 0;
  for (let heads = 0; heads <= k; heads++) {
    sum += probability;
    probability *= (n - heads) / (heads + 1);
  }
  return sum;
}

/** @param values ascending @returns the narrowest such interval of at least 95 %; null where they are too few (below 6) */
export function medianInterval(values: readonly number[]): [number, number] | null {
  const n = values.length;
  let outside = -1;
  while (2 * atMost(outside + 1, n) <= 1 - LEVEL) outside++;
  return outside < 0 ? null : [values[outside]!, values[n - 1 - outside]!];
}
