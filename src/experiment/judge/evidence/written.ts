/** What the receiver wrote, held against the file: what is missing, there twice, in another order, or foreign. */
import type { FileIndex, Piece, Range } from './pieces.ts';

export interface Comparison {
  readonly intact: boolean;
  readonly pieces: readonly Piece[];
  /** Of the file: nowhere in what was written. */
  readonly missing: readonly Range[];
  /** Of the file: there more than once; the place of the second copy is `at`. */
  readonly repeated: readonly (Range & { readonly at: number })[];
  /** The first piece that stands before one that it should follow, where nothing is there twice. */
  readonly misplaced: Piece | null;
  /** Of what was written: nowhere in the file. */
  readonly foreign: readonly Range[];
}

export function compareWritten(file: Uint8Array, written: Uint8Array, index: FileIndex): Comparison {
  const intact = file.length === written.length && Buffer.compare(file, written) === 0;
  const pieces = index.pieces(written);
  const covered: Range[] = [];
  const repeated: (Range & { at: number })[] = [];
  let misplaced: Piece | null = null;
  let furthest = 0;
  for (const piece of pieces) {
    const range = { start: piece.from, end: piece.from + piece.length };
    const twice = overlap(range, covered);
    if (twice !== undefined) repeated.push({ ...twice, at: piece.at + twice.start - piece.from });
    else if (range.start < furthest) misplaced ??= piece;
    covered.push(range);
    furthest = Math.max(furthest, range.end);
  }
  return {
    intact,
    pieces,
    missing: gaps(covered, file.length),
    repeated,
    misplaced,
    foreign: gaps(
      pieces.map(({ at, length }) => ({ start: at, end: at + length })),
      written.length,
    ),
  };
}

/** The part of `range` that one of the others covers; undefined: none. */
function overlap(range: Range, others: readonly Range[]): Range | undefined {
  for (const other of others) {
    const [start, end] = [Math.max(range.start, other.start), Math.min(range.end, other.end)];
    if (start < end) return { start, end };
  }
  return undefined;
}

/** What of 0 … `length` none of the ranges covers. */
function gaps(ranges: readonly Range[], length: number): Range[] {
  const found: Range[] = [];
  let reached = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > reached) found.push({ start: reached, end: start });
    reached = Math.max(reached, end);
  }
  if (reached < length) found.push({ start: reached, end: length });
  return found;
}
