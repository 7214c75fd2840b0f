/** Notices what a class should see: a hole that UDP left, a stall of TCP and the burst that ends it. Pure. */
import type { Happening, Lane } from './model.ts';
import { isDropped } from './packets.ts';
import { hasArrived, isMissing, type Strip, withMissing } from './strip.ts';

/** A sentence stays long enough to be read. */
const HELD = 2e9;
/** What is so long ago is no news any more. */
const STALE = 5e9;
/** Fewer probes than this are no stall. */
const LEAST_WAITING = 3;
/** Packets back in which a drop explains a wait: about half a second of a lesson's run. */
const LATELY = 100;

/** @returns what `next` tells beyond `before`, or what was told already. */
export function happeningIn(before: Lane, next: Lane): Happening | null {
  const now = next.snapshot!.elapsed;
  const held = before.happening;
  if (held !== null && held.kind !== 'stall' && now - held.at < HELD) return held;
  const fresh = next.transport === 'tcp' ? ofTcp(before, next, now) : ofUdp(before, next, now);
  if (fresh !== null || held === null) return fresh;
  return held.kind === 'stall' || now - held.at > STALE ? null : held;
}

function ofUdp(before: Lane, next: Lane, now: number): Happening | null {
  const from = firstUnseen(before.strip);
  const holes = lastHole(next.strip, from);
  return holes === null ? null : { kind: 'hole', at: now, ...holes };
}

/** The last run of missing or overtaken probes at or after probe `from`. */
function lastHole(strip: Strip, from: number): { first: number; count: number } | null {
  const { fates } = withMissing(strip, strip.from);
  for (let at = fates.length - 1; at >= 0 && strip.from + at >= from; at--) {
    if (!isMissing(fates[at]!)) continue;
    const end = at;
    while (at > 0 && isMissing(fates[at - 1]!)) at--;
    // Where the strip begins with it, its own beginning is not known.
    if (at === 0 && strip.from > 0) return null;
    return { first: strip.from + at, count: end - at + 1 };
  }
  return null;
}

/** What the sentence beside a strip tells that shows probes from `from` on: nobody can look for a hole that has scrolled away. */
export function inView(lane: Lane, from: number): Happening | null {
  const { happening } = lane;
  if (happening?.kind !== 'hole' || happening.first + happening.count > from) return happening;
  const hole = lastHole(lane.strip, from);
  return hole === null ? null : { kind: 'hole', at: happening.at, ...hole };
}

/** Probes after the last arrival that was known before are new. */
function firstUnseen(strip: Strip): number {
  for (let at = strip.fates.length - 1; at >= 0; at--)
    if (hasArrived(strip.fates[at]!)) return strip.from + at;
  return strip.from;
}

function ofTcp(before: Lane, next: Lane, now: number): Happening | null {
  const behind = freshlyWaited(before.strip, next.strip);
  if (behind.count >= LEAST_WAITING)
    return {
      kind: 'burst',
      at: now,
      behind: behind.count,
      longest: next.snapshot!.recent.max,
      known: behind.known || lostLately(next),
    };
  const waiting = trailingOpen(next.strip.fates);
  const { recent } = next.snapshot!;
  if (waiting < LEAST_WAITING || recent.count > 0) return null;
  const since = before.happening?.kind === 'stall' ? before.happening.since : now;
  return { kind: 'stall', at: now, waiting, since };
}

/** The emulated link tells: there a drop is seen, not guessed. */
function lostLately(lane: Lane): boolean {
  return lane.packets.slice(-LATELY).some(isDropped);
}

function trailingOpen(fates: string): number {
  let at = fates.length;
  while (at > 0 && fates[at - 1] === '?') at--;
  return fates.length - at;
}

/** Probes now marked as waited that were not before. */
function freshlyWaited(before: Strip, next: Strip): { count: number; known: boolean } {
  let [count, known] = [0, false];
  for (let at = next.fates.length - 1; at >= 0; at--) {
    const code = next.fates[at]!;
    if (code === '?' || code === ' ') continue;
    const old = before.fates[next.from + at - before.from];
    if (old !== undefined && hasArrived(old)) break;
    if (code !== 'w' && code !== 'h') continue;
    count++;
    if (code === 'h') known = true;
  }
  return { count, known };
}
