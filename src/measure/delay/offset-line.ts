/**
 * The likeliest offset of two clocks over time: lines of a steady drift, a window at a time, joined to each other and
 * never outside of what is certain (clock-bounds.ts). Only the *variation* of delays rests on it, never an interval.
 */
import { type ClockBounds, type Limits, MOST_DRIFT, type Sightings } from './clock-bounds.ts';
import { driftOf } from './drift.ts';

/** ns of the server's clock for which a drift counts as steady: a quartz drifts by far less than 0.1 ppm more in it. */
const WINDOW = 60e9;

/** Where a line goes on: θ at a time of the server's clock. */
export interface Place {
  readonly at: number;
  readonly offset: number;
}

export interface OffsetLine {
  readonly atArrivals: Float64Array;
  readonly atDepartures: Float64Array;
  readonly end: Place | null;
}

interface Sides {
  readonly times: Float64Array;
  readonly limits: Limits;
  readonly offsets: Float64Array;
  next: number;
}

/** The window's own sightings: those from index `from` of each side until `until`. */
const part = (times: Float64Array, from: number, until: number): number => {
  let end = from;
  while (end < times.length && times[end]! < until) end++;
  return end;
};

function windowOf(seen: Sightings, i: number, j: number, until: number): Sightings {
  const lastUp = part(seen.arrivals, i, until);
  const lastDown = part(seen.departures, j, until);
  return {
    arrivals: seen.arrivals.subarray(i, lastUp),
    highest: seen.highest.subarray(i, lastUp),
    departures: seen.departures.subarray(j, lastDown),
    lowest: seen.lowest.subarray(j, lastDown),
  };
}

/** θ at `at` so that a line of this slope keeps to all limits of the window; in the middle where several do, or none. */
function beginning(sides: readonly Sides[], until: number, at: number, slope: number): number {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { times, limits } of sides) {
    for (let i = 0; i < times.length && times[i]! < until; i++) {
      const moved = slope * (times[i]! - at);
      low = Math.max(low, limits.low[i]! - moved);
      high = Math.min(high, limits.high[i]! - moved);
    }
  }
  return (low + high) / 2;
}

function walk(sides: readonly [Sides, Sides], until: number, from: Place, slope: number): Place {
  const [up, down] = sides;
  let { at, offset } = from;
  for (;;) {
    const side = (up.times[up.next] ?? until) <= (down.times[down.next] ?? until) ? up : down;
    const i = side.next;
    const time = side.times[i] ?? until;
    if (time >= until) return { at, offset };
    offset += slope * (time - at);
    at = time;
    const { low, high } = side.limits;
    offset = Math.min(high[i]!, Math.max(low[i]!, offset));
    side.offsets[i] = offset;
    side.next++;
  }
}

/** @param from where an earlier line ended @param bounds of the same sightings, without contradiction */
export function offsetLine(seen: Sightings, bounds: ClockBounds, from: Place | null): OffsetLine {
  const side = (times: Float64Array, limits: Limits): Sides => ({
    times,
    limits,
    offsets: new Float64Array(times.length),
    next: 0,
  });
  const up = side(seen.arrivals, bounds.atArrivals);
  const down = side(seen.departures, bounds.atDepartures);
  let place = from;
  while (up.next < up.times.length || down.next < down.times.length) {
    const begins = Math.min(up.times[up.next] ?? Infinity, down.times[down.next] ?? Infinity);
    const last = Math.max(
      up.times[up.times.length - 1] ?? -Infinity,
      down.times[down.times.length - 1] ?? -Infinity,
    );
    // A short rest is no window of its own.
    const until = last - begins < 1.5 * WINDOW ? Infinity : begins + WINDOW;
    const slope = driftOf(windowOf(seen, up.next, down.next, until));
    place ??= { at: begins, offset: beginning([up, down], until, begins, slope) };
    place = walk([up, down], until, place, slope);
  }
  return { atArrivals: up.offsets, atDepartures: down.offsets, end: place };
}

/** A drift that two lines tell: null where they are too close to each other to tell. */
export const slopeOf = (first: Place, last: Place): number | null =>
  last.at - first.at < 1e9
    ? null
    : Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, (last.offset - first.offset) / (last.at - first.at)));
