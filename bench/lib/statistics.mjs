/** Medians and spreads of a few rounds: robust where one round was disturbed. */

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Ratios of the pairs in which both sides have a figure, with median, least and most. */
export function pairedRatios(ours, theirs) {
  const ratios = ours.flatMap((value, i) => (value === null || theirs[i] == null ? [] : [value / theirs[i]]));
  return { ratios, median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
