/**
 * What four times of each answer say about two clocks, without any assumption on symmetry: no delay is negative.
 *
 * A probe that left at t1 (client's clock) and came at T2 (server's) says that the offset θ = server − client was at
 * most T2 − t1 when the server's clock read T2; its answer, sent at T3 and come at t4, says that θ was at least T3 − t4
 * at T3. Clocks drift by at most {@link MOST_DRIFT}, so what was known a moment ago is still known, a little less
 * sharply. Both limits are moved to every instant from both sides, in one pass forward and one back.
 */

/** Two quartz clocks, one of them being slewed, differ in rate by no more than this. */
export const MOST_DRIFT = 500e-6;
/** ns by which limits may contradict each other before a clock must have been set: errors of converted stamps. */
export const TOLERANCE = 50_000;

/** What is known about θ before the first and after the last of these times. */
export interface Known {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

export const NOTHING_KNOWN: Known = {
  at: Number.NEGATIVE_INFINITY,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};

/** θ at each of the given times: between `low[i]` and `high[i]`. */
export interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface ClockBounds {
  readonly atArrivals: Limits;
  readonly atDepartures: Limits;
  /** For the times that follow. */
  readonly known: Known;
  /** Low limits above high ones: a clock was set, or somebody lies. Nothing can be said about θ then. */
  readonly contradicts: boolean;
}

export interface Sightings {
  /** Server's times of arrival, ascending; `highest[i]` is T2 − t1. */
  readonly arrivals: Float64Array;
  readonly highest: Float64Array;
  /** Server's times of departure, ascending; `lowest[i]` is T3 − t4. */
  readonly departures: Float64Array;
  readonly lowest: Float64Array;
}

/** One walk over all sightings in the order of time (or against it), narrowing what is known. */
class Walk {
  readonly #seen: Sightings;
  readonly #atArrivals: Limits;
  readonly #atDepartures: Limits;
  #at: number;
  #low: number;
  #high: number;
  contradicts = false;

  constructor(seen: Sightings, atArrivals: Limits, atDepartures: Limits, known: Known) {
    this.#seen = seen;
    this.#atArrivals = atArrivals;
    this.#atDepartures = atDepartures;
    this.#at = known.at;
    this.#low = known.low;
    this.#high = known.high;
  }

  get known(): Known {
    return { at: this.#at, low: this.#low, high: this.#high };
  }

  #move(at: number): void {
    const aged = Math.abs(at - this.#at) * MOST_DRIFT;
    this.#low -= aged;
    this.#high += aged;
    this.#at = at;
  }

  #note({ low, high }: Limits, i: number): void {
    if (this.#low > this.#high + TOLERANCE) this.contradicts = true;
    low[i] = Math.max(low[i]!, this.#low);
    high[i] = Math.min(high[i]!, this.#high);
  }

  arrival(i: number): void {
    this.#move(this.#seen.arrivals[i]!);
    this.#high = Math.min(this.#high, this.#seen.highest[i]!);
    this.#note(this.#atArrivals, i);
  }

  departure(i: number): void {
    this.#move(this.#seen.departures[i]!);
    this.#low = Math.max(this.#low, this.#seen.lowest[i]!);
    this.#note(this.#atDepartures, i);
  }
}

const unlimited = (length: number): Limits => ({
  low: new Float64Array(length).fill(Number.NEGATIVE_INFINITY),
  high: new Float64Array(length).fill(Number.POSITIVE_INFINITY),
});

/** @param known what earlier sightings told: see {@link ClockBounds.known} */
export function clockBounds(seen: Sightings, known: Known = NOTHING_KNOWN): ClockBounds {
  const { arrivals, departures } = seen;
  const atArrivals = unlimited(arrivals.length);
  const atDepartures = unlimited(departures.length);
  const forward = new Walk(seen, atArrivals, atDepartures, known);
  for (let i = 0, j = 0; i < arrivals.length || j < departures.length; ) {
    if (j >= departures.length || arrivals[i]! <= departures[j]!) forward.arrival(i++);
    else forward.departure(j++);
  }
  const ahead = { at: forward.known.at, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const back = new Walk(seen, atArrivals, atDepartures, ahead);
  for (let i = arrivals.length - 1, j = departures.length - 1; i >= 0 || j >= 0; ) {
    if (j < 0 || (i >= 0 && arrivals[i]! > departures[j]!)) back.arrival(i--);
    else back.departure(j--);
  }
  return {
    atArrivals,
    atDepartures,
    known: forward.known,
    contradicts: forward.contradicts || back.contradicts,
  };
}
