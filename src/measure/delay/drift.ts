/**
 * The drift of two clocks from delays that have a floor: the pair of parallel lines, under the delays up and under those
 * down, that leaves the least between them (Moon, Skelly and Towsley, "Estimation and removal of clock skew from network
 * delay measurements", 1999; both directions at once: Zhang, Liu and Xia, "Clock synchronization algorithms for network
 * measurements", 2002). Concave in the slope, so halving finds it.
 */
import { MOST_DRIFT, type Sightings } from './clock-bounds.ts';

/** Halvings of ±500 ppm: to less than a thousandth of a ppm. */
const HALVINGS = 24;

/** Indices of the points (x ascending) on the lower convex hull. */
function lowerHull(x: Float64Array, y: (i: number) => number): number[] {
  const hull: number[] = [];
  for (let i = 0; i < x.length; i++) {
    while (hull.length >= 2) {
      const a = hull[hull.length - 2]!;
      const b = hull[hull.length - 1]!;
      if ((y(b) - y(a)) * (x[i]! - x[a]!) < (y(i) - y(a)) * (x[b]! - x[a]!)) break;
      hull.pop();
    }
    hull.push(i);
  }
  return hull;
}

/** Where the line of this slope touches the hull from below. */
function touching(hull: readonly number[], x: Float64Array, y: (i: number) => number, slope: number): number {
  let best = hull[0]!;
  for (const i of hull) if (y(i) - slope * x[i]! < y(best) - slope * x[best]!) best = i;
  return x[best]!;
}

/** dθ/dt as a ratio (1e-6 is 1 ppm); 0 where nothing was seen. */
export function driftOf({ arrivals, highest, departures, lowest }: Sightings): number {
  if (arrivals.length === 0 || departures.length === 0) return 0;
  const up = (i: number): number => highest[i]!;
  const down = (i: number): number => -lowest[i]!;
  const hullUp = lowerHull(arrivals, up);
  const hullDown = lowerHull(departures, down);
  let low = -MOST_DRIFT;
  let high = MOST_DRIFT;
  for (let i = 0; i < HALVINGS; i++) {
    const slope = (low + high) / 2;
    // A slope below the drift: the line up is touched early, that down late.
    if (touching(hullUp, arrivals, up, slope) < touching(hullDown, departures, down, -slope)) low = slope;
    else high = slope;
  }
  return (low + high) / 2;
}
