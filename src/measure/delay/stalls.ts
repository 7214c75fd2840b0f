/**
 * When a measuring thread did not run though it should have: it had asked to be woken, or had little to do, and came back
 * more than a millisecond later. What was due then left late, and what arrived was read late: neither is the network's.
 */
import type { Span } from '../outages/outages.ts';

/** ns beyond what was asked for. */
export const STALL = 1e6;
/** ns after a stall in which what had waited is read. */
const READING = 2e5;
/** Kept of the newest; sums are of all. */
const MOST = 512;
/** So long (ns), a chart shows it; and how many are told. */
const SEEN = 5e6;
const MOST_TOLD = 64;

/** Times in ns. */
export interface StallSum {
  readonly count: number;
  readonly total: number;
  readonly longest: number;
}

export interface StallData extends StallSum {
  /** When the longest began, ns since the measured part did; 0 where there was none. */
  readonly longestAt: number;
  /** The longest of those that a chart can show, in the order of time, ns since the measured part began. */
  readonly spans?: Span[];
}

export class Stalls {
  #from: number;
  #count = 0;
  #total = 0;
  #longest = 0;
  #longestAt = 0;
  readonly #newest: Span[] = [];
  readonly #told: Span[] = [];

  /** @param from the measured part: what was before does not count */
  constructor(from = Number.NEGATIVE_INFINITY) {
    this.#from = from;
  }

  /** Counts from then on. */
  begin(from: number): void {
    this.#from = from;
    this.#newest.length = 0;
    this.#told.length = 0;
    this.#count = this.#total = this.#longest = this.#longestAt = 0;
  }

  /** The thread did not run from one time to the other. */
  stood(from: number, to: number): void {
    if (to <= this.#from) return;
    const began = Math.max(from, this.#from);
    this.#count++;
    this.#total += to - began;
    if (to - began > this.#longest) {
      this.#longest = to - began;
      this.#longestAt = began - this.#from;
    }
    if (to - began >= SEEN && Number.isFinite(this.#from)) this.#tell(began - this.#from, to - this.#from);
    if (this.#newest.length === MOST) this.#newest.shift();
    this.#newest.push({ from: began, to });
  }

  #tell(from: number, to: number): void {
    this.#told.push({ from, to });
    if (this.#told.length <= MOST_TOLD) return;
    const lengths = this.#told.map((span) => span.to - span.from);
    this.#told.splice(lengths.indexOf(Math.min(...lengths)), 1);
  }

  /** Whether a stall kept a probe from leaving in time, or its answer from being read. @param stamped the kernel told `at` */
  hit(due: number, at: number, stamped: boolean): boolean {
    for (let i = this.#newest.length - 1; i >= 0; i--) {
      const { from, to } = this.#newest[i]!;
      if (to + READING < due) return false;
      if (due >= from && due < to) return true;
      if (!stamped && at >= from && at <= to + READING) return true;
    }
    return false;
  }

  data(): StallData {
    return {
      count: this.#count,
      total: this.#total,
      longest: this.#longest,
      longestAt: Number.isFinite(this.#longestAt) ? this.#longestAt : 0,
      spans: [...this.#told],
    };
  }
}

/** Of several threads at one end. null where none tells. */
export function mergeStalls(parts: readonly (StallData | undefined)[]): StallData | null {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return null;
  const longest = known.reduce((most, part) => (part.longest > most.longest ? part : most));
  return {
    count: known.reduce((all, { count }) => all + count, 0),
    total: known.reduce((all, { total }) => all + total, 0),
    longest: longest.longest,
    longestAt: longest.longestAt,
    spans: known
      .flatMap(({ spans = [] }) => spans)
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, MOST_TOLD)
      .toSorted((a, b) => a.from - b.from),
  };
}
