/** What is known of two clocks besides what the answers tell. */
import { type ClockBounds, type Limits, type Sightings, TOLERANCE } from './clock-bounds.ts';

/** θ = server's clock − client's, ns: both ends equal where both machines read one clock. */
export interface OffsetKnown {
  readonly low: number;
  readonly high: number;
  /** Server's time for which it holds, and by how much it widens each ns before and after; 0: for ever. */
  readonly at: number;
  readonly widens: number;
}

export const knownAt = (
  { low, high, at, widens }: OffsetKnown,
  time: number,
): { low: number; high: number } => {
  const aged = widens === 0 ? 0 : widens * Math.abs(time - at);
  return { low: low - aged, high: high + aged };
};

type Side = readonly [times: Float64Array, limits: Limits];

const sidesOf = ({ arrivals, departures }: Sightings, bounds: ClockBounds): readonly Side[] => [
  [arrivals, bounds.atArrivals],
  [departures, bounds.atDepartures],
];

/** Whether the answers allow for it. */
export const agrees = (seen: Sightings, bounds: ClockBounds, known: OffsetKnown): boolean =>
  sidesOf(seen, bounds).every(([times, limits]) =>
    times.every((time, i) => {
      const { low, high } = knownAt(known, time);
      return limits.low[i]! <= high + TOLERANCE && limits.high[i]! >= low - TOLERANCE;
    }),
  );

/** Narrows both, in place. */
export function narrowTo(seen: Sightings, bounds: ClockBounds, known: OffsetKnown): void {
  for (const [times, limits] of sidesOf(seen, bounds)) {
    times.forEach((time, i) => {
      const { low, high } = knownAt(known, time);
      limits.low[i] = Math.min(high, Math.max(limits.low[i]!, low));
      limits.high[i] = Math.max(limits.low[i]!, Math.min(limits.high[i]!, high));
    });
  }
}
