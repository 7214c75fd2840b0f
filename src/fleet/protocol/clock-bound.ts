/**
 * How far an agent's clock is from the coordinator's: an interval that is certain, from the times at which orders and
 * reports left and came (see clock-bounds.ts: no message takes less than no time, no clock drifts by more than 500 ppm).
 */
import { clockBounds, type Known, MOST_DRIFT, NOTHING_KNOWN } from '../../measure/delay/clock-bounds.ts';
import { LEAST_EXCHANGES, WELL_KNOWN } from '../times.ts';

/** ns: agent's clock less coordinator's. */
export interface Bound {
  readonly low: number;
  readonly high: number;
}

export class ClockBound {
  #known: Known = NOTHING_KNOWN;
  #exact: number | null = null;
  /** Exchanges so far; Infinity where both read one clock. */
  exchanges = 0;

  /** Both read one clock, whose zeros are so far apart. */
  same(offset: number): void {
    this.#exact = offset;
    this.exchanges = Number.POSITIVE_INFINITY;
  }

  /**
   * @param sent when the order left, coordinator's clock @param came when it came, agent's
   * @param left when the report left, agent's @param back when it came, coordinator's
   */
  exchange(sent: number, came: number, left: number, back: number): void {
    if (this.#exact !== null || !(sent <= back && came <= left) || came < this.#known.at) return;
    const seen = {
      arrivals: Float64Array.of(came),
      highest: Float64Array.of(came - sent),
      departures: Float64Array.of(left),
      lowest: Float64Array.of(left - back),
    };
    const bounds = clockBounds(seen, this.#known);
    // A clock that was set, or a machine that slept: what was known before is worth nothing.
    this.#known = bounds.contradicts ? clockBounds(seen).known : bounds.known;
    this.exchanges = bounds.contradicts ? 1 : this.exchanges + 1;
  }

  /** Well enough to begin by. @param time of the coordinator's clock */
  isKnown(time: number): boolean {
    const bound = this.at(time);
    return this.exchanges >= LEAST_EXCHANGES && bound !== null && halfWidth(bound) <= WELL_KNOWN;
  }

  /** At a time of the coordinator's clock; null where nothing is known. */
  at(time: number): Bound | null {
    if (this.#exact !== null) return { low: this.#exact, high: this.#exact };
    const { at, low, high } = this.#known;
    if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
    const aged = Math.abs(time + (low + high) / 2 - at) * MOST_DRIFT;
    return { low: low - aged, high: high + aged };
  }
}

export const middle = ({ low, high }: Bound): number => (low + high) / 2;
export const halfWidth = ({ low, high }: Bound): number => (high - low) / 2;
