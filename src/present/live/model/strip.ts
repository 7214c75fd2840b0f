/** The delivery strip: fates of probes in order of sending, gathered from the windows that snapshots carry. Pure. */

/** Codes as in the result's `delivery.fates`, `?` for open, a space where nothing is known; the first is probe `from`. */
export interface Strip {
  readonly from: number;
  readonly fates: string;
}

/** Enough for the largest screen at ten probes a cell. */
const MOST_FATES = 16_384;

/** Lays a newer window over what is known. */
export function laidOver(strip: Strip, window: Strip): Strip {
  if (window.fates === '') return strip;
  const end = strip.from + strip.fates.length;
  // Where a window begins behind the end of the last one, nobody knows what was between.
  if (strip.fates === '' || window.from < strip.from || window.from > end) return window;
  const head = strip.fates.slice(0, window.from - strip.from);
  const tail =
    window.from + window.fates.length < end ? strip.fates.slice(window.from + window.fates.length - end) : '';
  const fates = head + window.fates + tail;
  const excess = Math.max(0, fates.length - MOST_FATES);
  return { from: strip.from + excess, fates: fates.slice(excess) };
}

/** The result's strip over the live one: what was known to be held back stays known where the result's log had no room. */
export function concluded(live: Strip, whole: Strip): Strip {
  const end = whole.from + whole.fates.length;
  // The result holds the beginning of a run: what was seen last of a longer one is kept, less what nobody saw the end of.
  const seen = live.fates.replace(/\?+$/, '');
  if (live.from > end) return { from: live.from, fates: seen };
  const fates = whole.fates
    .split('')
    .map((code, at) => (code === 'w' && live.fates[whole.from + at - live.from] === 'h' ? 'h' : code))
    .join('');
  return { from: whole.from, fates: fates + seen.slice(Math.max(0, end - live.from)) };
}

/** `3.1x2w` to `...xww`. */
export function unpacked(packed: string): string {
  let fates = '';
  for (const [, times, code] of packed.matchAll(/(\d+)(\D)/g))
    fates += code!.repeat(Math.min(Number(times), MOST_FATES));
  return fates;
}

const MISSING = new Set(['x', 'u', 'n', 'l', 'm']);
const ARRIVED = new Set(['.', 'd', 'o', 'w', 'h', 's']);
const WAITED = new Set(['w', 'h']);
export const isMissing = (code: string): boolean => MISSING.has(code);
export const hasArrived = (code: string): boolean => ARRIVED.has(code);
export const hasWaited = (code: string): boolean => WAITED.has(code);

/** So many later arrivals make an unanswered probe a missing one, as three duplicate acknowledgements do for TCP (RFC 5681). */
const OVERTAKEN_BY = 3;

/** Open probes that are not overtaken: simply on their way. null where too little arrived for anything to be overtaken. */
export function underway(fates: string): number | null {
  let [later, count] = [0, 0];
  for (let at = fates.length - 1; at >= 0; at--) {
    if (hasArrived(fates[at]!)) later++;
    if (later >= OVERTAKEN_BY) return count;
    if (fates[at] === '?') count++;
  }
  return null;
}

/**
 * The end of a strip, from probe `from` on, with `m` for probes that are still open but overtaken: for transports
 * that do not hold later ones back. What comes after all is shown as come.
 */
export function withMissing(strip: Strip, from: number): Strip {
  const shown = strip.fates.slice(Math.max(0, from - strip.from));
  const origin = strip.from + strip.fates.length - shown.length;
  // What is open is mostly near the end of a long strip.
  const open = shown.indexOf('?');
  if (open === -1) return { from: origin, fates: shown };
  let later = 0;
  let fates = '';
  for (let at = shown.length - 1; at >= open; at--) {
    const code = shown[at]!;
    if (hasArrived(code)) later++;
    fates = (code === '?' && later >= OVERTAKEN_BY ? 'm' : code) + fates;
  }
  return { from: origin, fates: shown.slice(0, open) + fates };
}

/** Number of the probe where the longest run of lost ones begins, else of those that had to wait; null where all simply came. */
export function worstOf(strips: readonly Strip[]): number | null {
  for (const codes of [/[xunlm]+/g, /[hw]+/g]) {
    let worst: { readonly at: number; readonly length: number } | null = null;
    for (const { from, fates } of strips)
      for (const { index, 0: run } of fates.matchAll(codes))
        if (run.length > (worst?.length ?? 0)) worst = { at: from + index, length: run.length };
    if (worst !== null) return worst.at;
  }
  return null;
}

/** What one cell says about its probes. `missing` counts lost, late and overtaken ones. */
export interface Cell {
  readonly code: string;
  readonly probes: number;
  readonly missing: number;
}

/** Summary of a group: a loss outweighs a wait, a wait outweighs a disorder, and what is open outweighs what arrived. */
export function cellOf(fates: string): Cell {
  let missing = 0;
  let worst = ' ';
  for (const code of fates) {
    if (isMissing(code)) missing++;
    if (RANK.indexOf(code) > RANK.indexOf(worst)) worst = code;
  }
  return { code: worst, probes: fates.length, missing };
}

const RANK = ' .do?swhmlnux';
