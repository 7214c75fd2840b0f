/**
 * Payload bytes by the time at which they arrived, told by their receiver: goodput (RFC 2647) and its intervals.
 *
 * The span begins one warm-up after the first byte, or after the sender was told to begin where that is earlier, and lasts
 * as long as was asked. Whatever arrives in it counts, in pieces as small as a read; what still stands in the sender's
 * socket, or in a queue, when it ends does not. Of the bytes of one piece nobody knows when they came, only that it was
 * after the piece before: segments that overtook a lost one wait in the kernel for it, and whoever stood still reads all
 * at once. So a piece is spread evenly over that time, and no interval shows more than the path can carry.
 */
import { grown } from '../columns.ts';
import type { EndedColumns, GoodputData, GoodputSoFar } from './data.ts';
import { HeldBack } from './held-back.ts';

export interface GoodputOptions {
  /** ns from the first byte to the span. */
  readonly warmup: number;
  /** ns; Infinity: it ends with the last byte. */
  readonly duration: number;
  /** ns of a column; Infinity: there are none. */
  readonly interval: number;
  /** Bytes of streams, which are read in their order. */
  readonly ordered: boolean;
}

/** A day of seconds; a bound on memory and on messages, whatever is asked for. */
export const MOST_COLUMNS = 100_000;
/** Columns that are told at once; the rest follow. */
export const MOST_TOLD = 1000;
/** ns of silence until it is told as such: so long, the next piece may bring what came meanwhile. */
export const PATIENCE = 1e9;
/** Pauses between two pieces: a longer silence at the end is one of the path, and counts. */
const PAUSES = 2;
/** ns: what is read without such a pause is one piece, of so many ns at most. */
const PAUSE = 1e6;
const LONGEST_PIECE = 10e6;

export class Goodput {
  readonly #options: GoodputOptions;
  readonly #heldBack: HeldBack | undefined;
  #announced = Number.POSITIVE_INFINITY;
  /** Of the span; NaN until the first byte. */
  #from = Number.NaN;
  #until = Number.POSITIVE_INFINITY;
  /** Of the last piece; of the last one in the span. */
  #last = Number.NaN;
  #lastIn = Number.NaN;
  #pieces = 0;
  #bytes = 0;
  /** The piece that is being read. */
  #held = 0;
  #heldFrom = 0;
  #heldTo = Number.NEGATIVE_INFINITY;
  #columns = new Float64Array(0);
  #toldTo = Number.NEGATIVE_INFINITY;
  #told = 0;
  #untold = 0;
  #toldColumns = 0;
  #toldInColumns = 0;

  constructor(options: GoodputOptions) {
    this.#options = options;
    if (options.ordered) this.#heldBack = new HeldBack();
  }

  /** The sender was told to begin its warm-up at `at`. */
  announce(at: number): void {
    this.#announced = at;
    if (Number.isNaN(this.#last)) this.#begin(at + this.#options.warmup);
  }

  /** The sender ended `span` ns after its warm-up, before its time: what came until then, and after it, is all there is. */
  end(span: number): void {
    if (Number.isNaN(this.#from)) return;
    this.#read();
    const last = Number.isNaN(this.#lastIn) ? this.#from : this.#lastIn;
    this.#until = Math.min(this.#until, Math.max(this.#from + span, last));
  }

  /** Something has come since the span ended: all of its bytes are known. */
  get over(): boolean {
    return Math.max(this.#last, this.#heldTo) > this.#until;
  }

  #begin(from: number): void {
    this.#from = from;
    this.#until = from + this.#options.duration;
  }

  /** So many bytes were read at `at`, ns. */
  arrived(at: number, bytes: number): void {
    if (Number.isNaN(this.#last)) {
      this.#first(at, bytes);
      return;
    }
    if (this.#held > 0 && at - this.#heldTo < PAUSE && at - this.#heldFrom < LONGEST_PIECE) {
      this.#held += bytes;
      this.#heldTo = Math.max(this.#heldTo, at);
      return;
    }
    this.#read();
    this.#held = bytes;
    this.#heldFrom = at;
    this.#heldTo = at;
  }

  /** What is held is a piece. */
  #read(): void {
    if (this.#held === 0) return;
    const [since, at] = [this.#last, this.#heldTo];
    this.#last = Math.max(since, at);
    const earlier = this.#heldBack?.earlier(Math.min(since, at), at, this.#held) ?? null;
    if (earlier !== null && earlier.at > this.#from) this.#share(earlier.since, earlier.at, earlier.bytes);
    if (at > this.#from) this.#spread(Math.min(since, at), at, this.#held - (earlier?.bytes ?? 0));
    this.#held = 0;
  }

  #first(at: number, bytes: number): void {
    const from = Math.min(this.#announced, at) + this.#options.warmup;
    // Of a warm-up in which nothing arrives, the first byte is the beginning; but not after a silence that was told.
    this.#begin(at > from && at - from <= PATIENCE ? at : from);
    this.#last = at;
    if (at > this.#from) this.#spread(at, at, bytes);
  }

  #spread(since: number, at: number, bytes: number): void {
    if (since > this.#until) return;
    this.#pieces++;
    if (at <= this.#until) this.#lastIn = Math.max(at, this.#lastIn || at);
    this.#share(since, at, bytes);
  }

  /** Bytes that came between two times: those of them that came in the span. */
  #share(since: number, at: number, bytes: number): void {
    const from = Math.max(since, this.#from);
    const to = Math.min(at, this.#until);
    const rate = at === since ? Number.POSITIVE_INFINITY : bytes / (at - since);
    const share = (begin: number): number => (at === since ? bytes : rate * Math.max(0, to - begin));
    this.#bytes += share(from);
    this.#untold += share(Math.max(from, Math.min(this.#toldTo, at)));
    this.#fill(from, to, share);
  }

  #fill(from: number, to: number, share: (begin: number) => number): void {
    const { interval } = this.#options;
    // Counted, not found from where the last one ended: rounding may put that into the same column again, for ever.
    let begin = from;
    for (let index = Math.floor((from - this.#from) / interval); index < MOST_COLUMNS; index++) {
      const end = this.#from + (index + 1) * interval;
      if (index >= this.#columns.length) this.#columns = grown(this.#columns, index + 1);
      this.#columns[index]! += end < to ? share(begin) - share(end) : share(begin);
      if (end >= to) return;
      begin = end;
    }
  }

  /** Until when nothing more will come but by a piece that is still to be read. */
  #settledTo(now: number): number {
    const last = Number.isNaN(this.#last) ? Number.NEGATIVE_INFINITY : this.#last;
    return Math.min(this.#until, Math.max(this.#toldTo, this.#from, last, now - PATIENCE));
  }

  #tellTo(now: number): void {
    if (now - this.#heldTo >= PAUSE) this.#read();
    this.#toldTo = this.#settledTo(now);
    this.#told += this.#untold;
    this.#untold = 0;
  }

  soFar(now: number): GoodputSoFar {
    if (Number.isNaN(this.#from)) return { bytes: 0, span: 0 };
    this.#tellTo(now);
    return { bytes: Math.round(this.#told), span: this.#toldTo - this.#from };
  }

  /** Columns that ended since the last call, at most {@link MOST_TOLD}. @param over nothing more is awaited */
  ended(now: number, over = false): EndedColumns {
    const { interval } = this.#options;
    const since = this.#toldColumns;
    if (Number.isNaN(this.#from) || !Number.isFinite(interval)) return { since, columns: [] };
    this.#tellTo(over ? now + PATIENCE : now);
    const whole = this.#toldTo < this.#until ? Math.floor : Math.ceil;
    const ended = Math.min(MOST_COLUMNS, since + MOST_TOLD, whole((this.#toldTo - this.#from) / interval));
    const columns: number[] = [];
    for (; this.#toldColumns < ended; this.#toldColumns++) {
      const before = Math.round(this.#toldInColumns);
      this.#toldInColumns += this.#columns[this.#toldColumns] ?? 0;
      columns.push(Math.round(this.#toldInColumns) - before);
    }
    return { since, columns };
  }

  /** All of it, told when no more is awaited. */
  data(now: number): GoodputData {
    if (Number.isNaN(this.#from)) return { bytes: 0, span: 0, columns: [] };
    this.#read();
    const span = Math.max(0, this.#end(now) - this.#from);
    const { interval } = this.#options;
    const columns = Number.isFinite(interval) ? Math.min(MOST_COLUMNS, Math.ceil(span / interval)) : 0;
    return { bytes: Math.round(this.#bytes), span, columns: wholeNumbers(this.#columns, columns) };
  }

  #end(now: number): number {
    const { duration } = this.#options;
    const end = Math.min(now, this.#until);
    if (this.#pieces === 0) return end;
    // Nothing tells when a run by count should have ended, but its last byte.
    if (!Number.isFinite(duration)) return this.#lastIn;
    if (this.over) return this.#until;
    const pause = (this.#lastIn - this.#from) / this.#pieces;
    return end - this.#lastIn <= PAUSES * pause ? this.#lastIn : end;
  }
}

/** Rounded so that they add up to the rounded sum. */
function wholeNumbers(columns: Float64Array, count: number): number[] {
  let sum = 0;
  return Array.from({ length: count }, (_, index) => {
    const before = Math.round(sum);
    sum += columns[index] ?? 0;
    return Math.round(sum) - before;
  });
}
