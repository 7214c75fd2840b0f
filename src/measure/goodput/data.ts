/** What a receiver tells of its goodput (goodput.ts). */

/** Structured-cloneable. */
export interface GoodputData {
  readonly bytes: number;
  /** ns in which they arrived. */
  readonly span: number;
  /** Bytes by interval; later ones than a hundred thousand are not kept. */
  readonly columns: number[];
}

/** What is known while it goes on: final up to `span`, but for bytes that waited longer than a second. */
export interface GoodputSoFar {
  readonly bytes: number;
  readonly span: number;
}

/** Bytes by interval, of those that have ended; the first is number `since`. */
export interface EndedColumns {
  readonly since: number;
  readonly columns: number[];
}

/** Of several generators, which share the flows. */
export function mergeGoodputs(parts: readonly GoodputData[]): GoodputData {
  const moving = parts.some(({ bytes }) => bytes > 0) ? parts.filter(({ bytes }) => bytes > 0) : parts;
  const length = Math.max(0, ...parts.map(({ columns }) => columns.length));
  return {
    bytes: moving.reduce((all, { bytes }) => all + bytes, 0),
    span: Math.max(0, ...moving.map(({ span }) => span)),
    columns: Array.from({ length }, (_, index) =>
      parts.reduce((all, { columns }) => all + (columns[index] ?? 0), 0),
    ),
  };
}
