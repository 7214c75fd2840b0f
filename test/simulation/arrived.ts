/** Goodput by its words (ARCHITECTURE, "The accounting"): what arrived between two times. Shares no code with the core. */
export interface Arrival {
  readonly at: number;
  readonly bytes: number;
}

/** What is read without a pause of a millisecond is one piece, of ten at most, as of its last byte; the first is one alone. */
export function pieces(arrivals: readonly Arrival[]): Arrival[] {
  const found: Arrival[] = [];
  let begun = 0;
  [...arrivals]
    .sort((a, b) => a.at - b.at)
    .forEach(({ at, bytes }, i) => {
      const last = found.at(-1);
      if (i > 1 && at - last!.at < 1e6 && at - begun < 10e6)
        found[found.length - 1] = { at, bytes: last!.bytes + bytes };
      else {
        found.push({ at, bytes });
        begun = at;
      }
    });
  return found;
}

/** Bytes between two times; those of an arrival came evenly since the one before it. @param arrivals by time */
export function bytesBetween(arrivals: readonly Arrival[], from: number, to: number): number {
  return arrivals.reduce((all, { at, bytes }, i) => {
    const since = i === 0 ? at : arrivals[i - 1]!.at;
    if (at === since) return all + (at > from && at <= to ? bytes : 0);
    return all + (bytes * Math.max(0, Math.min(at, to) - Math.max(since, from))) / (at - since);
  }, 0);
}

/**
 * Bits per second of a run that a count ended: from one warm-up after the first arrival (or after the time at which the
 * sender was told to begin) to the last one; of a path that takes longer than the warm-up, from the first arrival.
 */
export function bitsPerSecond(arrivals: readonly Arrival[], warmup: number, told: number): number {
  const sorted = pieces(arrivals);
  if (sorted.length === 0) return 0;
  const first = sorted[0]!.at;
  const from = Math.max(first, Math.min(told, first) + warmup);
  const to = sorted.at(-1)!.at;
  return (Math.round(bytesBetween(sorted, from, to)) * 8e9) / (to - from);
}
