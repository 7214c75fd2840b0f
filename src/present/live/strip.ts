/** The delivery strip: fates of probes in order of sending, gathered from the windows that snapshots carry. Pure. */

/** Codes as in the result's `delivery.fates`, `?` for open, a space where nothing is known; the first is probe `from`. */
export interface Strip {
  readonly from: number;
  readonly fates: string;
}

export const EMPTY_STRIP: Strip = { from: 0, fates: '' };
/** Enough for the largest screen at ten probes a cell. */
const MOST_FATES = 16_384;

/** Lays a newer window over what is known. */
export function laidOver(strip: Strip, window: Strip): Strip {
  if (window.fates === '') return strip;
  if (strip.fates === '' || window.from < strip.from) return window;
  const end = strip.from + strip.fates.length;
  const head = strip.fates.slice(0, window.from - strip.from).padEnd(window.from - strip.from);
  const tail =
    window.from + window.fates.length < end ? strip.fates.slice(window.from + window.fates.length - end) : '';
  const fates = head + window.fates + tail;
  const excess = Math.max(0, fates.length - MOST_FATES);
  return { from: strip.from + excess, fates: fates.slice(excess) };
}

/** `3.1x2w` to `...xww`. */
export function unpacked(packed: string): string {
  let fates = '';
  for (const [, times, code] of packed.matchAll(/(\d+)(\D)/g))
    fates += code!.repeat(Math.min(Number(times), MOST_FATES));
  return fates;
}

const MISSING = new Set(['x', 'u', 'n', 'l']);
const ARRIVED = new Set(['.', 'd', 'o', 'w', 'h']);
export const isMissing = (code: string): boolean => MISSING.has(code);
export const hasArrived = (code: string): boolean => ARRIVED.has(code);

/**
 * Open probes that later ones have overtaken. A hole is shown at once, long before the loss threshold makes it a loss.
 * @returns the number of holes, and how many at the end are simply on their way.
 */
export function openHoles(fates: string): { holes: number; underway: number } {
  let last = fates.length - 1;
  while (last >= 0 && !hasArrived(fates[last]!)) last--;
  let holes = 0;
  for (let at = 0; at < last; at++) if (fates[at] === '?') holes++;
  let underway = 0;
  for (let at = last + 1; at < fates.length; at++) if (fates[at] === '?') underway++;
  return { holes, underway };
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

const RANK = ' .do?whlnux';
