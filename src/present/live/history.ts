/** Percentiles over time, kept in bounded memory for the chart of the whole run. Pure. */
import type { Snapshot } from '../../result/events.ts';

/** What was answered between two snapshots. Times in ns since the start of the measured part. */
export interface Point {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** Payload bits per second, both directions together; null where unknown. */
  readonly bits: number | null;
}

/** Twice as many as the widest chart has columns; beyond it neighbours are merged. */
const MOST_POINTS = 1200;

export function extended(
  history: readonly Point[],
  snapshot: Snapshot,
  before: Snapshot | null,
): readonly Point[] {
  const from = history.at(-1)?.to ?? 0;
  if (snapshot.elapsed <= from) return history;
  const { count, p50, p99, max } = snapshot.recent;
  const to = snapshot.elapsed;
  const carried = before === null ? null : bytesOf(snapshot) - bytesOf(before);
  const bits = carried === null || carried < 0 ? null : (carried * 8e9) / (to - from);
  const grown = [...history, { from, to, count, p50, p99, max, bits }];
  return grown.length > MOST_POINTS ? halved(grown) : grown;
}

function bytesOf(snapshot: Snapshot): number {
  return (snapshot.bytesUp ?? 0) + (snapshot.bytesDown ?? 0);
}

/** The history of goodput, in the shape that the chart draws. */
export function goodputOf(history: readonly Point[]): readonly Point[] {
  return history.map((point) => ({ ...point, p50: point.bits, p99: point.bits, max: point.bits, count: 1 }));
}

function halved(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let at = 0; at < points.length; at += 2) kept.push(merged(points.slice(at, at + 2))!);
  return kept;
}

/** For the eye: the mean of medians weighted by count, the worst of the tails. */
export function merged(points: readonly Point[]): Point | undefined {
  const first = points[0];
  if (first === undefined) return undefined;
  let [count, weighted, p99, max] = [0, 0, null as number | null, null as number | null];
  let [bits, time] = [0, 0];
  for (const point of points) {
    if (point.bits !== null) {
      bits += point.bits * (point.to - point.from);
      time += point.to - point.from;
    }
    if (point.count === 0 || point.p50 === null) continue;
    count += point.count;
    weighted += point.p50 * point.count;
    p99 = Math.max(p99 ?? 0, point.p99 ?? 0);
    max = Math.max(max ?? 0, point.max ?? 0);
  }
  const p50 = count === 0 ? null : weighted / count;
  return {
    from: first.from,
    to: points.at(-1)!.to,
    count,
    p50,
    p99,
    max,
    bits: time === 0 ? null : bits / time,
  };
}

/** One value for each of `columns` equal slots of 0..span; undefined where no time has passed yet. */
export function slots(history: readonly Point[], columns: number, span: number): (Point | undefined)[] {
  const result: (Point | undefined)[] = [];
  let start = 0;
  for (let column = 0; column < columns; column++) {
    const [from, to] = [(column * span) / columns, ((column + 1) * span) / columns];
    while (start < history.length && history[start]!.to <= from) start++;
    let end = start;
    while (end < history.length && history[end]!.from < to) end++;
    result.push(merged(history.slice(start, end)));
  }
  return result;
}
