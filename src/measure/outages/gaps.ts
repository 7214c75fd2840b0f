/** Times in which nothing came, noted while a run goes on and judged at its end (outages.ts). Times are ns of one clock. */

export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Probes that came to be due in it. */
  readonly due: number;
}

/** What was noted until the end of a run; the time since the last arrival is a gap like the others. */
export interface GapData {
  readonly gaps: readonly Gap[];
  readonly last: Gap;
  /** Where the first arrival stands on the axis of the gaps; NaN where nothing came. */
  readonly first: number;
}

interface Noted {
  from: number;
  to: number;
  due: number;
  /** The same by the clock of the arrivals. */
  readonly after: number;
  readonly before: number;
}

/** Of more, the longest are kept. */
const MOST = 1000;

export class Gaps {
  readonly #least: number;
  #noted: Noted[] = [];
  /** Of the last arrival, by its own clock and on the axis of the gaps, and what had come to be due by then. */
  #at: number;
  #mark: number;
  #due = 0;
  #took = Number.POSITIVE_INFINITY;
  #first = Number.NaN;

  /** @param least ns; shorter ones are none @param start the first gap begins here; NaN: with the first arrival */
  constructor(least: number, start: number) {
    this.#least = least;
    this.#at = start;
    this.#mark = start;
  }

  /** When something came last, or the first gap began. */
  get lastAt(): number {
    return this.#at;
  }

  /** Shortest time that anything took; Infinity where nothing came. */
  get took(): number {
    return this.#took;
  }

  /**
   * Something came at `at`.
   * @param took how long that took: a gap is no shorter than the least of these, so only what is beyond it counts
   * @param due probes that had come to be due so far
   * @param mark where it stands on the axis of the gaps, such as its sender's clock; its own time where it is not given
   * @param settled of those that are due, so many can come no more: fewer where some are on their way
   */
  came(at: number, took: number, due: number, mark = at, settled = due): void {
    if (took < this.#took) this.#took = took;
    if (Number.isNaN(this.#first)) this.#first = mark;
    // Stamped by the kernel, but read after a later one.
    if (at <= this.#at) this.#split(at, mark);
    else {
      if (at - this.#at - this.#took >= this.#least) this.#note(at, mark, due);
      this.#at = at;
      this.#mark = mark;
      this.#due = settled;
    }
  }

  #note(at: number, mark: number, due: number): void {
    // What was held back on the way comes at once: its sender's clock alone would not show it.
    const to = Math.max(mark, this.#mark + at - this.#at);
    this.#keep({ from: this.#mark, to, due: due - this.#due, after: this.#at, before: at });
  }

  #keep(gap: Noted): void {
    if (this.#noted.length >= MOST) {
      const shortest = this.#noted.reduce((least, one) => (lengthOf(one) < lengthOf(least) ? one : least));
      if (lengthOf(shortest) >= lengthOf(gap)) return;
      this.#noted = this.#noted.filter((one) => one !== shortest);
    }
    this.#noted.push(gap);
  }

  #split(at: number, mark: number): void {
    const found = this.#noted.findLast(({ after, before }) => at > after && at < before);
    if (found === undefined) return;
    this.#noted = this.#noted.filter((one) => one !== found);
    const { from, to, due, after, before } = found;
    const pieces: Noted[] = [
      { from, to: mark, due: 0, after, before: at },
      { from: mark, to, due: 0, after: at, before },
    ];
    for (const piece of pieces) {
      if (lengthOf(piece) - this.#took < this.#least) continue;
      this.#keep({ ...piece, due: Math.round((due * lengthOf(piece)) / (to - from)) });
    }
    this.#noted.sort((a, b) => a.from - b.from);
  }

  /** @param now when it ended @param due probes that had come to be due by then */
  data(now: number, due: number): GapData {
    return {
      gaps: this.#noted.map(({ from, to, due: own }) => ({ from, to, due: own })),
      first: this.#first,
      last: { from: this.#mark, to: this.#mark + Math.max(0, now - this.#at), due: due - this.#due },
    };
  }
}

const lengthOf = ({ after, before }: Noted): number => before - after;
