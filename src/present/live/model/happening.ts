/** Notices what a class should see: a hole that UDP left, a stall of TCP and the burst that ends it. Pure. */
import { drawnStrip } from './drawn.ts';
import type { Happening, Lane } from './model.ts';
import { isDropped } from './packets.ts';
import { ALL, endOf, holesIn, isSeen, type Run, type View, waitsIn } from './runs.ts';
import { hasArrived, hasWaited, isMissing, type Strip, withMissing } from './strip.ts';

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
  const told = held?.kind === 'hole' ? held : lastHole(before.strip);
  const hole = lastHole(next.strip);
  if (hole !== null && (told === null || endOf(hole) > endOf(told)))
    return { kind: 'hole', at: now, ...hole };
  return held === null || now - held.at > STALE ? null : held;
}

const lastHole = (strip: Strip): Run | null => holesIn(withMissing(strip, strip.from), ALL).at(-1) ?? null;

/**
 * The hole that the sentence beside a strip tells of: the one that was told, else the last one that is shown. Nobody can
 * look for a hole that has scrolled away, and one that was filled after all is none.
 */
export function holeInView(lane: Lane, view: View): Run | null {
  const { happening, strip, final } = lane;
  const isNews = final === null && happening?.kind === 'hole' && isSeen(happening, view);
  if (isNews && isOpen(happening, strip)) return happening;
  return holesIn(drawnStrip(lane), view).at(-1) ?? null;
}

const isOpen = (hole: Run, { from, fates }: Strip): boolean =>
  !fates
    .slice(Math.max(0, hole.first - from), Math.max(0, endOf(hole) - from))
    .split('')
    .some(hasArrived);

/** Whether any that is shown is missing, also of a hole whose beginning nobody knows. */
export const anyMissing = ({ from: origin, fates }: Strip, { from, to }: View): boolean =>
  fates
    .slice(Math.max(0, from - origin), Math.max(0, to - origin))
    .split('')
    .some(isMissing);

/** Whether any that was sent after it has arrived. */
export const cameAfter = (hole: Run, { from, fates }: Strip): boolean =>
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
  const behind = freshWait(before.strip, next.strip);
  if (behind === null) return null;
  const longest = next.snapshot!.recent.max;
  return { kind: 'burst', at: now, ...behind, longest, known: behind.known || lostLately(next) };
}

/** Silence is a stall only where something had come before, and where it lasts longer than an answer takes anyway. */
function stallIn(lane: Lane, held: Happening | null, now: number): Of<'stall'> | null {
  const lastArrival = lane.history.findLast(({ count }) => count > 0);
  const usual = lane.snapshot!.total.p50 ?? 0;
  if (lastArrival === undefined || now - lastArrival.to <= usual) return null;
  const { from, fates } = lane.strip;
  const count = trailingOpen(fates);
  if (count < LEAST_WAITING || (lane.packets.length > 0 && !lostLately(lane))) return null;
  const first = from + fates.length - count;
  return { kind: 'stall', at: now, first, count, since: held?.kind === 'stall' ? held.since : now };
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

/** The longest run of waits, as it is drawn, of those in which probes are now marked as waited that were not before. */
function freshWait(before: Strip, next: Strip): (Run & { readonly known: boolean }) | null {
  let [fresh, since, known] = [0, next.fates.length, false];
  for (let at = next.fates.length - 1; at >= 0; at--) {
    const code = next.fates[at]!;
    if (code === '?' || code === ' ') continue;
    const old = before.fates[next.from + at - before.from];
    if (old !== undefined && hasArrived(old)) break;
    if (!hasWaited(code)) continue;
    [fresh, since] = [fresh + 1, at];
    if (code === 'h') known = true;
  }
  if (fresh < LEAST_WAITING) return null;
  const [longest] = waitsIn(next, { ...ALL, from: next.from + since }).sort((a, b) => b.count - a.count);
  return longest === undefined ? null : { ...longest, known };
}
