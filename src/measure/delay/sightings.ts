/** Answers in the order of the server's clock: by arrival and by departure, which need not be the order in which they came. */
import type { AnswerTimes } from './answer-times.ts';
import type { Sightings } from './clock-bounds.ts';

/** Indices by ascending time; null where they are in order as they are. */
function orderOf(times: Float64Array): Uint32Array | null {
  let sorted = true;
  for (let i = 1; sorted && i < times.length; i++) sorted = times[i]! >= times[i - 1]!;
  if (sorted) return null;
  return Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a]! - times[b]!);
}

const arranged = (values: Float64Array, order: Uint32Array | null): Float64Array =>
  order === null ? values : Float64Array.from(order, (i) => values[i]!);

const placeIn = (order: Uint32Array | null, length: number): Uint32Array | null => {
  if (order === null) return null;
  const place = new Uint32Array(length);
  order.forEach((i, at) => {
    place[i] = at;
  });
  return place;
};

export interface Ordered {
  readonly seen: Sightings;
  /** Where answer i stands among the arrivals, and among the departures; null: at i. */
  readonly byArrival: Uint32Array | null;
  readonly byDeparture: Uint32Array | null;
}

export function ordered({ count, arrival, residence, up, down }: AnswerTimes): Ordered {
  const arrivals = arrival.slice(0, count);
  const departures = arrivals.map((at, i) => at + residence[i]!);
  const byArrival = orderOf(arrivals);
  const byDeparture = orderOf(departures);
  const seen = {
    arrivals: arranged(arrivals, byArrival),
    highest: arranged(up.subarray(0, count), byArrival),
    departures: arranged(departures, byDeparture),
    lowest: arranged(
      down.subarray(0, count).map((delay) => -delay),
      byDeparture,
    ),
  };
  return { seen, byArrival: placeIn(byArrival, count), byDeparture: placeIn(byDeparture, count) };
}
