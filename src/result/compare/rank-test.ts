/**
 * Two small samples compared without assuming a shape: Wilcoxon's rank-sum test (Mann and Whitney 1947), exact and
 * conditional on ties, and the Hodges-Lehmann shift with its distribution-free interval (Hollander and Wolfe, 4.1 to 4.3).
 */

/** Above this many values in all, counts of arrangements leave exact doubles, and the normal approximation serves. */
const MOST_EXACT = 50;

/** Two-sided p-value of `before` and `after` coming from the same distribution; null where either is empty. */
export function rankSumP(before: readonly number[], after: readonly number[]): number | null {
  if (before.length === 0 || after.length === 0) return null;
  const ranks = doubledRanks([...before, ...after]);
  const own = ranks.slice(0, before.length).reduce((sum, rank) => sum + rank, 0);
  const all = before.length + after.length;
  // Doubled ranks sum to all (all + 1); under the null the smaller sample holds its share of that.
  const expected = before.length * (all + 1);
  const away = Math.abs(own - expected);
  return all <= MOST_EXACT
    ? exactP(ranks, before.length, expected, away)
    : normalP(ranks, before.length, after.length, away);
}

/** Twice the mid-rank of each value: whole numbers, ties included. */
function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const ranks: number[] = values.map(() => 0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    for (let at = start; at <= end; at++) ranks[order[at]!] = start + end + 2;
    start = end + 1;
  }
  return ranks;
}

/** Of all ways to draw `size` of the ranks, the share whose sum is at least as far from what is expected. */
function exactP(ranks: readonly number[], size: number, expected: number, away: number): number {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  for (const rank of ranks) {
    for (let drawn = size; drawn >= 1; drawn--) {
      const without = ways[drawn - 1]!;
      const into = ways[drawn]!;
      for (let sum = most; sum >= rank; sum--) into[sum]! += without[sum - rank]!;
    }
  }
  let extreme = 0;
  let total = 0;
  ways[size]!.forEach((count, sum) => {
    total += count;
    if (Math.abs(sum - expected) >= away) extreme += count;
  });
  return extreme / total;
}

function normalP(ranks: readonly number[], m: number, n: number, away: number): number {
  const all = m + n;
  const mean = all + 1;
  const variance = ((m * n) / (all * (all - 1))) * ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  if (variance === 0) return 1;
  // Sums move in steps of 2 (doubled ranks): half a step of continuity correction is 1.
  return Math.min(1, 2 * upperTail(Math.max(0, away - 1) / Math.sqrt(variance)));
}

/** P(Z > z) for z ≥ 0 (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

export interface Shift {
  /** Median of all differences after − before. */
  readonly estimate: number;
  /** Distribution-free interval of the asked confidence; null where so few values cannot give one. */
  readonly interval: readonly [number, number] | null;
}

/** By how much `after` lies above `before`, with an interval of confidence 1 − `alpha`; null where either is empty. */
export function hodgesLehmann(
  before: readonly number[],
  after: readonly number[],
  alpha: number,
): Shift | null {
  if (before.length === 0 || after.length === 0) return null;
  const differences = after.flatMap((b) => before.map((a) => b - a)).sort((a, b) => a - b);
  const cut = criticalCount(before.length, after.length, alpha / 2);
  const low = differences[cut - 1];
  const high = differences[differences.length - cut];
  return {
    estimate: median(differences),
    interval: cut < 1 || low === undefined || high === undefined ? null : [low, high],
  };
}

/** Largest k with P(U ≤ k − 1) ≤ tail, U the Mann-Whitney count of m and n values without ties. */
function criticalCount(m: number, n: number, tail: number): number {
  if (m + n > MOST_EXACT) {
    const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
    return Math.max(0, Math.floor((m * n) / 2 - normalQuantile(tail) * deviation));
  }
  const counts = arrangements(m, n);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let k = 0;
  while (k < counts.length && (below + counts[k]!) / total <= tail) below += counts[k++]!;
  return k;
}

/** Number of arrangements of m and n values for each U: coefficients of the Gaussian binomial. */
function arrangements(m: number, n: number): Float64Array {
  let counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let i = 1; i <= m; i++) {
    const next = counts.slice();
    // Times (1 − q^(n+i)), then divided by (1 − q^i).
    for (let u = next.length - 1; u >= n + i; u--) next[u]! -= counts[u - n - i]!;
    for (let u = i; u < next.length; u++) next[u]! += next[u - i]!;
    counts = next;
  }
  return counts;
}

/** z with P(Z > z) = tail (Abramowitz and Stegun 26.2.23, error below 4.5e-4: enough to choose a whole number). */
function normalQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return (
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The least number of runs on each side with which a p-value can fall to `level` at all. */
export function runsNeeded(level: number): number {
  let n = 2;
  for (let ways = 6; 2 / ways > level; n++) ways = (ways * (2 * n + 1) * 2) / (n + 1);
  return n;
}
