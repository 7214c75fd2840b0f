/**
 * What a stream's pieces bring of a stall before them. Behind a lost segment nothing is read; then, as losses are made good
 * one by one, what has waited comes beside what arrives, faster than the path carries. Of a piece that is faster than the
 * stream was before a stall, the excess came in the stall, as far as the path could carry it there.
 */

/** A share of a piece that came between two times. */
export interface Earlier {
  readonly since: number;
  readonly at: number;
  readonly bytes: number;
}

/** ns over which the pace of before is taken; it is known from then on. */
const PACE = 1e9;
/** A pause so many times as long as usual, and longer than this, is a stall. */
const UNUSUAL = 8;
const SHORTEST = 50e6;
/** What waited comes within so many times the length of the stall. */
const SOON = 2;

export class HeldBack {
  /** Bytes per ns, and ns between two pieces, lately. */
  #rate = 0;
  #pause = 0;
  #seen = 0;
  #stall: { readonly since: number; readonly at: number } | undefined;
  /** Bytes that the path may have carried in the stall, and that were not read yet. */
  #owed = 0;

  /** A piece of `bytes` came between `since` and `at`. @returns the share of it that came in the stall before; null: none */
  earlier(since: number, at: number, bytes: number): Earlier | null {
    const pause = at - since;
    if (pause <= 0) return null;
    if (this.#seen >= PACE && pause > Math.max(SHORTEST, UNUSUAL * this.#pause)) {
      this.#stall = { since, at };
      this.#owed = Math.max(0, this.#rate * pause - bytes);
      return null;
    }
    const stall = this.#stall;
    if (stall === undefined || at > stall.at + SOON * (stall.at - stall.since)) {
      this.#stall = undefined;
      this.#learn(pause, bytes);
      return null;
    }
    const excess = Math.min(this.#owed, bytes - this.#rate * pause);
    if (excess <= 0) return null;
    this.#owed -= excess;
    return { ...stall, bytes: excess };
  }

  #learn(pause: number, bytes: number): void {
    const weight = Math.max(1 - Math.exp(-pause / PACE), pause / (this.#seen + pause));
    this.#rate += (bytes / pause - this.#rate) * weight;
    this.#pause += (pause - this.#pause) * weight;
    this.#seen += pause;
  }
}
