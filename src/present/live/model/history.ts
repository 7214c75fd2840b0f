/** Percentiles over time, kept in bounded memory for the chart of the whole run. Pure. */
import type { LiveGoodput, Snapshot } from '../../../result/events/events.ts';

/** What was answered between two snapshots. Times in ns since the start of the measured part. */
export interface Point {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** ns that this machine's measuring threads had stood still by then. */
  readonly stood?: number;
}

/** Twice as many as the widest chart has columns; beyond it neighbours are merged. */
const MOST_POINTS = 1200;

export function extended(history: readonly Point[], snapshot: Snapshot): readonly Point[] {
  const last = history.at(-1);
  const from = last?.to ?? 0;
  const { count, p50, p99, max } = snapshot.recent;
  const to = snapshot.elapsed;
  if (to <= from) {
    // What is only awaited takes no time of the run, but the slowest answers come then.
    if (last === undefined || count === 0) return history;
    return [...history.slice(0, -1), merged([last, { ...last, count, p50, p99, max }])!];
  }
  const { stood = last?.stood ?? 0 } = snapshot;
  return bounded([...history, { from, to, count, p50, p99, max, stood }]);
}

/**
 * What a direction carried since its receiver told last, in bits per second, in the shape that a chart draws. Bytes and
 * time are both the receiver's: of two clocks, the one would show what the other has not seen yet.
 */
export function carried(
  history: readonly Point[],
  now: LiveGoodput | null,
  before: LiveGoodput | null,
): readonly Point[] {
  const { bytes, span } = before ?? { bytes: 0, span: 0 };
  if (now === null || now.span <= span || now.bytes < bytes) return history;
  const bits = ((now.bytes - bytes) * 8e9) / (now.span - span);
  return bounded([...history, { from: span, to: now.span, count: 1, p50: bits, p99: bits, max: bits }]);
}

const bounded = (points: readonly Point[]): readonly Point[] =>
  points.length > MOST_POINTS ? halved(points) : points;

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
  for (const point of points) {
    if (point.count === 0 || point.p50 === null) continue;
    count += point.count;
    weighted += point.p50 * point.count;
    p99 = Math.max(p99 ?? 0, point.p99 ?? 0);
    max = Math.max(max ?? 0, point.max ?? 0);
  }
  const p50 = count === 0 ? null : weighted / count;
  const { to, stood } = points.at(-1)!;
  return { from: first.from, to, count, p50, p99, max, ...(stood === undefined ? {} : { stood }) };
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

/** A stall shorter than this (ns) is not seen in a chart. */
const SEEN = 5e6;

/** In which of these, in order, this machine stood still for so long that a chart shows it. */
export function stallsIn(points: readonly (Point | undefined)[]): boolean[] {
  let before = 0;
  return points.map((point) => {
    const stood = point?.stood ?? before;
    const own = stood - before;
    before = stood;
    return own >= SEEN;
  });
}
