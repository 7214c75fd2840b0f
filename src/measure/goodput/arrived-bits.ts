/**
 * Which numbers arrived: one bit each, in pages.
 *
 * A page of which every number arrived gives its bits back. A page that lies more than {@link WINDOW} numbers behind the
 * newest is settled: what came is counted, and a copy that comes after that is taken for another copy. At two million
 * probes a second, the window is longer than a packet can live (RFC 793, MSL: two minutes).
 */
import { bump, grown } from '../columns.ts';

const PAGE = 2 ** 15;
/** Numbers behind the newest whose bits are kept: 32 MiB for each flow at most. */
export const WINDOW = 2 ** 28;

/** A page's own bookkeeping, bytes, and that of a length of losses not met before. */
const PAGE_COST = 256;
const RUN_COST = 64;

/** Bytes that the numbers of several flows may still need, together: forged numbers must not make them grow at will. */
export interface BitmapMemory {
  left: number;
  /** A number was not believed for want of memory: from then on the accounting has a hole. */
  exhausted?: boolean;
}

export const unbounded = (): BitmapMemory => ({ left: Number.POSITIVE_INFINITY });

interface Page {
  bits: Uint8Array;
  count: number;
}

const FULL: Page = { bits: new Uint8Array(0), count: PAGE };

/** Until something arrives: a session may ask for ten thousand flows, and most of its grant would be empty tables. */
const NO_PAGES = new Map<number, Page>();
const NO_RUNS = new Map<number, number>();

export class ArrivedBits {
  readonly #memory: BitmapMemory;
  #pages = NO_PAGES;
  /** The page asked for last: numbers come mostly in order. */
  #index = -1;
  #page: Page = FULL;
  /** Pages below this are settled. */
  #settled = 0;
  #run = 0;
  #runs = NO_RUNS;
  /** Highest number that arrived; -1 where none did. */
  highest = -1;

  /** @param memory shared by flows; what is given back is taken again */
  constructor(memory: BitmapMemory = unbounded()) {
    this.#memory = memory;
  }

  /** @returns whether the number had not arrived before; false, too, where memory is exhausted */
  add(number: number): boolean {
    const index = Math.floor(number / PAGE);
    if (index !== this.#index && !this.#turn(index)) return false;
    const page = this.#page;
    if (page === FULL) return false;
    const at = number - index * PAGE;
    const byte = at >>> 3;
    const mask = 1 << (at & 7);
    if (byte >= page.bits.length && !this.#grow(page, byte + 1)) return false;
    if ((page.bits[byte]! & mask) !== 0) return false;
    page.bits[byte]! |= mask;
    if (++page.count === PAGE) {
      this.#memory.left += page.bits.length;
      this.#page = FULL;
      this.#pages.set(index, FULL);
    }
    if (number > this.highest) this.highest = number;
    return true;
  }

  /** @returns false where the page is settled */
  #turn(index: number): boolean {
    if (index < this.#settled) return false;
    let page = this.#pages.get(index);
    if (page === undefined) {
      if (!this.#take(PAGE_COST)) return false;
      page = { bits: new Uint8Array(0), count: 0 };
      if (this.#pages === NO_PAGES) this.#pages = new Map();
      this.#pages.set(index, page);
      this.#settle(index - WINDOW / PAGE);
    }
    this.#index = index;
    this.#page = page;
    return true;
  }

  #grow(page: Page, needed: number): boolean {
    const larger = grown(page.bits, needed);
    if (!this.#take(larger.length - page.bits.length)) return false;
    page.bits = larger;
    return true;
  }

  #take(bytes: number): boolean {
    if (bytes > this.#memory.left) this.#memory.exhausted = true;
    else this.#memory.left -= bytes;
    return this.#memory.exhausted !== true;
  }

  #settle(until: number): void {
    if (until <= this.#settled) return;
    if (this.#runs === NO_RUNS) this.#runs = new Map();
    const lengths = this.#runs.size;
    for (; this.#settled < until; this.#settled++) {
      const page = this.#pages.get(this.#settled);
      this.#run = countRuns(page, PAGE, this.#run, this.#runs);
      // The first probes are shown one by one.
      if (this.#settled === 0 || page === undefined) continue;
      this.#pages.delete(this.#settled);
      this.#memory.left += PAGE_COST + page.bits.length;
    }
    this.#take((this.#runs.size - lengths) * RUN_COST);
  }

  /** Of the first page, and of numbers that are not settled. */
  has(number: number): boolean {
    const index = Math.floor(number / PAGE);
    const page = this.#pages.get(index);
    return page !== undefined && bit(page, number - index * PAGE);
  }

  /** How many arrived of the numbers from `first` on that are not settled. */
  countFrom(first: number): number {
    let count = 0;
    for (const [index, page] of this.#pages) {
      const skipped = first - index * PAGE;
      if (skipped <= 0) count += page.count;
      else for (let at = skipped; at < PAGE; at++) if (bit(page, at)) count++;
    }
    return count;
  }

  /** Runs of consecutive numbers that did not arrive, below the highest that did: how many of each length. */
  missingRuns(): Map<number, number> {
    const runs = new Map(this.#runs);
    let run = this.#run;
    for (let from = this.#settled * PAGE; from <= this.highest; from += PAGE)
      run = countRuns(this.#pages.get(from / PAGE), Math.min(PAGE, this.highest + 1 - from), run, runs);
    return runs;
  }
}

const bit = (page: Page, at: number): boolean =>
  page === FULL || ((page.bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0;

/** @returns the length of the run that goes on behind the page */
function countRuns(
  page: Page | undefined,
  length: number,
  before: number,
  runs: Map<number, number>,
): number {
  if (page === undefined) return before + length;
  let run = before;
  // Where little arrived nearly all is nothing: 32 at a time.
  const words = new Uint32Array(page.bits.buffer, page.bits.byteOffset, page.bits.length >>> 2);
  for (let at = 0; at < length; at++) {
    if ((at & 31) === 0 && at + 32 <= length && page !== FULL && (words[at >>> 5] ?? 0) === 0) {
      run += 32;
      at += 31;
      continue;
    }
    // Most of a page is all or nothing: eight at a time.
    const byte = page === FULL ? 255 : (page.bits[at >>> 3] ?? 0);
    if ((at & 7) === 0 && at + 8 <= length && (byte === 0 || (byte === 255 && run === 0))) {
      run += byte === 0 ? 8 : 0;
      at += 7;
    } else if ((byte & (1 << (at & 7))) === 0) run++;
    else if (run > 0) {
      bump(runs, run);
      run = 0;
    }
  }
  return run;
}
