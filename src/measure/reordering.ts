/**
 * Reordering of one flow as RFC 4737 defines it, over arrivals with copies removed.
 *
 * A packet is reordered when its number is below one that arrived before it (type-P-reordered, §3). Its extent (§4.2.1)
 * is its place in the order of arrival minus the place of the earliest arrival with a greater number.
 */
import { grown } from './columns.ts';

/** Extents are bounded; this value means "so many or more". */
export const EXTENT_CAP = 1000;
/** Arrivals remembered: a power of two, so that the ring can grow into it without wrapping. */
const RING = 1024;
const NONE = new Float64Array(0);

export class Reordering {
  /** Highest number so far at the last arrivals, as a ring: it ascends, so the earliest greater is found by halving. */
  #highest: Float64Array = NONE;
  #arrivals = 0;
  #top = -1;
  count = 0;

  /** @returns 0 where the packet is in order, else its extent (at most {@link EXTENT_CAP}). */
  arrived(number: number): number {
    let extent = 0;
    if (number < this.#top) {
      this.count++;
      extent = Math.min(EXTENT_CAP, this.#arrivals - this.#earliestAbove(number));
    } else {
      this.#top = number;
    }
    this.#remember();
    return extent;
  }

  #remember(): void {
    if (this.#arrivals < RING) this.#highest = grown(this.#highest, this.#arrivals + 1);
    this.#highest[this.#arrivals % RING] = this.#top;
    this.#arrivals++;
  }

  /** Place of the earliest remembered arrival after which a number above `number` had been seen. */
  #earliestAbove(number: number): number {
    let low = Math.max(0, this.#arrivals - EXTENT_CAP);
    let high = this.#arrivals - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#highest[middle % RING]! > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
