/**
 * Which parts of a file are in some bytes: in a datagram, whatever header a student invented, or in what the receiver
 * wrote. The judge's files are without repetition, so that six bytes tell where they come from; in a file of the
 * teacher's the place that continues what came before is preferred.
 */

/** Bytes that identify a place. */
const GRAM = 6;
/** Of a long file every eighth place is noted: then a piece is found from 13 bytes on. */
const LONG = 65_536;
const STRIDE = 8;

/** `length` bytes at `at` are the file's from `from` on. */
export interface Piece {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** A range of the file, or of other bytes: `end` is not part of it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export class FileIndex {
  readonly #file: Uint8Array;
  readonly #places = new Map<number, number>();

  constructor(file: Uint8Array) {
    this.#file = file;
    const stride = file.length > LONG ? STRIDE : 1;
    for (let at = 0; at + GRAM <= file.length; at += stride) {
      const gram = gramAt(file, at);
      // The first of equal places stands.
      if (!this.#places.has(gram)) this.#places.set(gram, at);
    }
  }

  /** In order of their places in `bytes`; they do not overlap there. */
  pieces(bytes: Uint8Array): Piece[] {
    const { length } = this.#file;
    // Too short to be recognised anywhere but where it should be.
    if (length < GRAM && length > 0 && Buffer.compare(bytes.subarray(0, length), this.#file) === 0)
      return [{ at: 0, from: 0, length }];
    const found: Piece[] = [];
    let done = 0;
    for (let at = 0; at + GRAM <= bytes.length; ) {
      const before = found.at(-1);
      const expected = before === undefined ? 0 : before.from + (at - before.at);
      const from = this.#placeOf(bytes, at, expected);
      if (from === undefined) {
        at++;
        continue;
      }
      const piece = this.#extended(bytes, at, from, done);
      found.push(piece);
      done = at = piece.at + piece.length;
    }
    return found.map((_, place) => this.#settled(found, place, bytes));
  }

  /**
   * Bytes at the end of a piece may as well be those before the next one, by chance: they are the next one's where the file
   * has them nowhere else in `pieces`.
   */
  #settled(pieces: readonly Piece[], place: number, bytes: Uint8Array): Piece {
    const piece = pieces[place]!;
    const before = this.#shared(pieces, place, bytes);
    const after = this.#shared(pieces, place + 1, bytes);
    return {
      at: piece.at - before,
      from: piece.from - before,
      length: piece.length + before - after,
    };
  }

  /** How many bytes at the end of the piece before go to this one. */
  #shared(pieces: readonly Piece[], place: number, bytes: Uint8Array): number {
    const [last, piece] = [pieces[place - 1], pieces[place]];
    if (last === undefined || piece === undefined || last.at + last.length !== piece.at) return 0;
    let count = 0;
    const most = Math.min(last.length - GRAM, piece.from);
    while (count < most && bytes[piece.at - count - 1] === this.#file[piece.from - count - 1]) count++;
    const covers = ({ from, length }: Piece): boolean =>
      from < piece.from && piece.from - count < from + length;
    return pieces.some((other) => other !== piece && covers(other)) ? 0 : count;
  }

  #placeOf(bytes: Uint8Array, at: number, expected: number): number | undefined {
    if (this.#same(bytes, at, expected)) return expected;
    const from = this.#places.get(gramAt(bytes, at));
    return from !== undefined && this.#same(bytes, at, from) ? from : undefined;
  }

  #same(bytes: Uint8Array, at: number, from: number): boolean {
    if (from + GRAM > this.#file.length) return false;
    for (let step = 0; step < GRAM; step++) if (bytes[at + step] !== this.#file[from + step]) return false;
    return true;
  }

  /** As far as it goes, in both directions; not into what was found before. */
  #extended(bytes: Uint8Array, at: number, from: number, least: number): Piece {
    let back = 0;
    while (at - back > least && from - back > 0 && bytes[at - back - 1] === this.#file[from - back - 1])
      back++;
    let length = GRAM;
    while (
      at + length < bytes.length &&
      from + length < this.#file.length &&
      bytes[at + length] === this.#file[from + length]
    )
      length++;
    return { at: at - back, from: from - back, length: back + length };
  }
}

/** Six bytes as a number: below 2⁴⁸. */
const gramAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) * 2 ** 24 +
  ((bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!);
