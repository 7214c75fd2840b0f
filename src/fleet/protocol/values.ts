/** Values of what was measured as they travel: columns of numbers as base64, maps as pairs, what JSON has no number for as its name. */
import { endianness } from 'node:os';
import * as v from 'valibot';
import { cellOf, HIGHEST, type HistogramData } from '../../measure/histogram.ts';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const number = v.pipe(v.number(), v.finite());
/** A number, or one of those that end nowhere. */
export const anyNumber = v.pipe(
  v.union([number, v.picklist(['Infinity', '-Infinity', 'NaN'])]),
  v.transform(Number),
);
export const share = v.pipe(number, v.minValue(0), v.maxValue(1));
/** Errno names, and the like. */
export const word = v.pipe(v.string(), v.maxLength(64));

/** Flows of one agent, at most. */
export const MOST_FLOWS = 65_536;
export const perFlow = <Of extends v.GenericSchema>(of: Of) => v.pipe(v.array(of), v.maxLength(MOST_FLOWS));

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const foreignOrder = endianness() !== 'LE';

/** The least significant byte first, whatever machine it is. */
const ordered = (bytes: Buffer, width: number): Buffer => {
  if (!foreignOrder || width === 1) return bytes;
  return width === 2 ? bytes.swap16() : width === 4 ? bytes.swap32() : bytes.swap64();
};

const column = <Of extends Column>(Kind: {
  new (from: ArrayBuffer): Of;
  readonly BYTES_PER_ELEMENT: number;
}) =>
  v.pipe(
    v.string(),
    v.regex(BASE64),
    v.check((text) => Buffer.byteLength(text, 'base64') % Kind.BYTES_PER_ELEMENT === 0),
    v.transform((text) => {
      const bytes = ordered(Buffer.from(text, 'base64'), Kind.BYTES_PER_ELEMENT);
      return new Kind(new Uint8Array(bytes).buffer);
    }),
  );

export const bytes = column(Uint8Array);
export const halves = column(Uint16Array);
export const words = column(Uint32Array);
export const doubles = column(Float64Array);

export const counts = <Key extends v.GenericSchema>(key: Key, most = 8192) =>
  v.pipe(
    v.array(v.tuple([key, count])),
    v.maxLength(most),
    v.transform((pairs) => new Map(pairs as [v.InferOutput<Key>, number][])),
  );

const CELLS = cellOf(HIGHEST) + 1;

/** Cells in order, none empty, that hold as many as are said to be there. */
function isSound({ cells, counts: held, count: all, min, max, mean, squares }: HistogramData): boolean {
  if (cells.length !== held.length) return false;
  let [sum, before] = [0, -1];
  for (const [at, cell] of cells.entries()) {
    if (cell <= before || cell >= CELLS || held[at] === 0) return false;
    before = cell;
    sum += held[at]!;
  }
  return (
    sum === all &&
    (all === 0 || (min <= max && Number.isFinite(min + max))) &&
    Number.isFinite(mean + squares)
  );
}

export const histogram: v.GenericSchema<unknown, HistogramData> = v.pipe(
  v.object({
    cells: halves,
    counts: words,
    count,
    min: anyNumber,
    max: anyNumber,
    mean: number,
    squares: v.pipe(number, v.minValue(-1e-3)),
  }),
  v.check((all) => isSound(all)),
);

/** For JSON.stringify: what a schema of this file reads again. */
export function asValue(this: unknown, _: string, value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  if (!ArrayBuffer.isView(value)) return value;
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = value as Column;
  // A copy: on machines with another order of bytes it is turned round.
  return ordered(Buffer.from(Buffer.from(buffer, byteOffset, byteLength)), BYTES_PER_ELEMENT).toString(
    'base64',
  );
}
