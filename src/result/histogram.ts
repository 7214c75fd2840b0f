/**
 * Reads the histograms of a result: HdrHistogram V2, compressed, base64. A decoder of our own, because a result file
 * can come from anywhere: what it may grow to is bounded, and anything odd is null ("unknown"), never an exception.
 *
 * Format: HdrHistogram `encodeIntoCompressedByteBuffer`, version 2 (ZigZag LEB128, runs of zeros as negative counts).
 */
import { inflateSync } from 'node:zlib';

/** Filled cells in ascending order. */
export interface Cells {
  /** Highest value of each cell, ns: what HdrHistogram reports for a percentile. */
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

const COMPRESSED = 0x1c849304;
const PLAIN = 0x1c849303;
/** The word-size nibble of a cookie says how wide the counts were kept; V2 always writes 1. */
const WORD_SIZE = 0xf0;
const HEADER = 40;
const DIGITS = 3;
const HALF_BITS = 10;
const HALF = 1 << HALF_BITS;
/** Cells up to 2^53 ns with 3 digits, and the bytes that many counts of 9 bytes take. */
const MOST_CELLS = (53 - HALF_BITS + 1) * HALF;
const MOST_BYTES = HEADER + MOST_CELLS * 9;

/** null where the text is no such histogram. */
export function readHistogram(base64: string): Cells | null {
  if (base64.length > 2 * MOST_BYTES) return null;
  try {
    return readCells(inflated(Buffer.from(base64, 'base64')));
  } catch {
    // zlib refused, or a length pointed outside: a damaged or hostile file.
    return null;
  }
}

function inflated(bytes: Buffer): Buffer | null {
  if (bytes.length < 8 || (bytes.readUInt32BE(0) & ~WORD_SIZE) !== (COMPRESSED & ~WORD_SIZE)) return null;
  const length = bytes.readUInt32BE(4);
  return inflateSync(bytes.subarray(8, 8 + length), { maxOutputLength: MOST_BYTES });
}

function readCells(bytes: Buffer | null): Cells | null {
  if (bytes === null || bytes.length < HEADER) return null;
  if ((bytes.readUInt32BE(0) & ~WORD_SIZE) !== (PLAIN & ~WORD_SIZE)) return null;
  const lowest = Number(bytes.readBigUInt64BE(16));
  // Only what sockbench writes: 3 digits from 1 ns.
  if (bytes.readUInt32BE(12) !== DIGITS || lowest !== 1) return null;
  const end = Math.min(bytes.length, HEADER + bytes.readUInt32BE(4));
  const values: number[] = [];
  const counts: number[] = [];
  let total = 0;
  let cell = 0;
  for (let at = HEADER; at < end; ) {
    const { value, next } = zigZag(bytes, at);
    at = next;
    if (value < 0) cell += -value;
    else {
      if (cell >= MOST_CELLS) return null;
      if (value > 0) {
        values.push(highestOf(cell));
        counts.push(value);
        total += value;
      }
      cell++;
    }
  }
  if (!Number.isSafeInteger(total)) return null;
  return { values: Float64Array.from(values), counts: Float64Array.from(counts), total };
}

/** One LEB128 of up to 9 bytes (the ninth has 8 bits), ZigZag; read past the end: RangeError. */
function zigZag(bytes: Buffer, start: number): { value: number; next: number } {
  let raw = 0n;
  let at = start;
  for (let shift = 0n; ; shift += 7n) {
    const byte = BigInt(bytes.readUInt8(at++));
    if (shift === 56n) {
      raw |= byte << shift;
      break;
    }
    raw |= (byte & 0x7fn) << shift;
    if (byte < 0x80n) break;
  }
  return { value: Number((raw >> 1n) ^ -(raw & 1n)), next: at };
}

function highestOf(cell: number): number {
  const bucket = Math.max(0, (cell >> HALF_BITS) - 1);
  const sub = cell < 2 * HALF ? cell : (cell & (HALF - 1)) + HALF;
  return (sub + 1) * 2 ** bucket - 1;
}
