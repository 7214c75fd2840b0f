/** Notices what a class should see: a hole that UDP left, a stall of TCP and the burst that ends it. Pure. */
import type { Happening, Lane } from './model.ts';
import { isDropped } from './packets.ts';
import { type Hole, hasArrived, isMissing, lastHole, type Strip, withMissing } from './strip.ts';

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
  return next.transport === 'tcp' ? ofTcp(before, next, held, now) : ofUdp(before, next, held, now);
}

function ofUdp(before: Lane, next: Lane, held: Happening | null, now: number): Happening | null {
  if (held !== null && now - held.at < HELD) return held;
  // Holes that came while another was told are news too: what counts is what was told, not what was seen.
  const told = held?.kind === 'hole' ? held : lastHole(before.strip, 0);
  const hole = lastHole(next.strip, 0);
  if (hole !== null && (told === null || endOf(hole) > endOf(told)))
    return { kind: 'hole', at: now, ...hole };
  return held === null || now - held.at > STALE ? null : held;
}

/** One after its last. */
const endOf = ({ first, count }: Hole): number => first + count;

/**
 * The hole that the sentence beside a strip tells of, which shows probes from `from` on: the one that was told, else the
 * last one. Nobody can look for a hole that has scrolled away, and one that was filled after all is none.
 */
export function holeInView({ happening, strip }: Lane, from: number): Hole | null {
  if (happening?.kind === 'hole' && endOf(happening) > from && isOpen(happening, strip)) return happening;
  return lastHole(strip, from);
}

const isOpen = (hole: Hole, { from, fates }: Strip): boolean =>
  !fates
    .slice(Math.max(0, hole.first - from), Math.max(0, endOf(hole) - from))
    .split('')
    .some(hasArrived);

/** Of the probes of a strip from `from` on, so many waited. */
export const waitedOf = (strip: Strip, from: number): number =>
  strip.fates.slice(Math.max(0, from - strip.from)).split(/[wh]/).length - 1;

export const anyMissing = (strip: Strip, from: number): boolean =>
  withMissing(strip, from).fates.split('').some(isMissing);

/** Whether any that was sent after it has arrived. */
export const cameAfter = (hole: Hole, { from, fates }: Strip): boolean =>
  fates
    .slice(Math.max(0, endOf(hole) - from))
    .split('')
    .some(hasArrived);

function ofTcp(before: Lane, next: Lane, held: Happening | null, now: number): Happening | null {
  const burst = burstIn(before, next, now);
  const isHeld = held?.kind === 'burst' && now - held.at < HELD;
  // A longer wait is the greater news, and the slowest is told beside it.
  if (burst !== null && !(isHeld && (held.longest ?? 0) >= (burst.longest ?? 0))) return burst;
  if (isHeld) return held;
  const stall = stallIn(next, held, now);
  if (stall !== null) return stall;
  return held === null || held.kind === 'stall' || now - held.at > STALE ? null : held;
}

type Of<Kind> = Extract<Happening, { kind: Kind }>;

function burstIn(before: Lane, next: Lane, now: number): Of<'burst'> | null {
  const behind = freshlyWaited(before.strip, next.strip);
  if (behind.count < LEAST_WAITING) return null;
  const longest = next.snapshot!.recent.max;
  return { kind: 'burst', at: now, behind: behind.count, longest, known: behind.known || lostLately(next) };
}

/** Silence is a stall only where something had come before, and where it lasts longer than an answer takes anyway. */
function stallIn(lane: Lane, held: Happening | null, now: number): Of<'stall'> | null {
  const lastArrival = lane.history.findLast(({ count }) => count > 0);
  const usual = lane.snapshot!.total.p50 ?? 0;
  if (lastArrival === undefined || now - lastArrival.to <= usual) return null;
  const waiting = trailingOpen(lane.strip.fates);
  if (waiting < LEAST_WAITING || (lane.packets.length > 0 && !lostLately(lane))) return null;
  return { kind: 'stall', at: now, waiting, since: held?.kind === 'stall' ? held.since : now };
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
