/** What a load carried by time: its goodput without its beginning, and from when on it kept to it. Pure. */
import type { IntervalRow } from '../../result/document/schema.ts';

type Way = 'bytesUp' | 'bytesDown';

/** Without what was awaited after the planned end, of which a receiver tells nothing. */
export const rowsWithin = (rows: readonly IntervalRow[], seconds: number): IntervalRow[] =>
  rows.filter(({ startSeconds }) => startSeconds < seconds - 1e-6);

/** Bits per second from `from` (seconds since the load began) on; null where its receiver does not tell. */
export function goodputFrom(rows: readonly IntervalRow[], way: Way, from: number): number | null {
  const own = rows.filter(({ startSeconds }) => startSeconds >= from - 1e-6);
  return rateOf(own, way);
}

function rateOf(rows: readonly IntervalRow[], way: Way): number | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || rows.some((row) => row[way] === null)) return null;
  const seconds = last!.endSeconds - first.startSeconds;
  const bytes = rows.reduce((sum, row) => sum + row[way]!, 0);
  return seconds > 0 ? (bytes * 8) / seconds : null;
}

/** Seconds over which a rate is looked at: single rows are full of chance. */
const WINDOW = 1;
/** Of what it came to: the mean of its second half. */
const TOLERANCE = 0.1;

/** Seconds since the load began; null: it never did, or nobody knows. */
export function settledFrom(rows: readonly IntervalRow[], ways: readonly Way[]): number | null {
  const from = ways.map((way) => settledIn(rows, way));
  return from.some((one) => one === null) ? null : Math.max(...(from as number[]));
}

function settledIn(rows: readonly IntervalRow[], way: Way): number | null {
  const end = rows.at(-1)?.endSeconds ?? 0;
  const came = goodputFrom(rows, way, end / 2);
  if (came === null || came === 0) return null;
  let from: number | null = null;
  for (let at = rows.length - 1; at >= 0; at--) {
    const start = rows[at]!.startSeconds;
    if (start + WINDOW > end + 1e-6) continue;
    const window = rows.filter((row) => row.startSeconds >= start && row.endSeconds <= start + WINDOW + 1e-6);
    const rate = rateOf(window, way);
    if (rate === null || Math.abs(rate - came) > TOLERANCE * came) break;
    from = start;
  }
  return from;
}
