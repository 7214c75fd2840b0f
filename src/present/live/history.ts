/** Percentiles over time, kept in bounded memory for the chart of the whole run. Pure. */
import type { Snapshot } from '../../result/events.ts';
import type { Direction } from '../../units.ts';

/** What was answered between two snapshots. Times in ns since the start of the measured part. */
export interface Point {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** Payload bits per second that the client sent, and that arrived at it; null where unknown. */
  readonly bitsUp: number | null;
  readonly bitsDown: number | null;
}

/** Twice as many as the widest chart has columns; beyond it neighbours are merged. */
const MOST_POINTS = 1200;

export function extended(
  history: readonly Point[],
  snapshot: Snapshot,
  before: Snapshot | null,
): readonly Point[] {
  const last = history.at(-1);
  const from = last?.to ?? 0;
  const { count, p50, p99, max } = snapshot.recent;
  const to = snapshot.elapsed;
  if (to <= from) {
    // What is only awaited takes no time of the run, but the slowest answers come then.
    if (last === undefined || count === 0) return history;
    return [...history.slice(0, -1), merged([last, { ...last, count, p50, p99, max }])!];
  }
  const bits = (now: number | null, then: number | null | undefined): number | null =>
    now === null || then === null || then === undefined || now < then
      ? null
      : ((now - then) * 8e9) / (to - from);
  const bitsUp = bits(snapshot.bytesUp, before?.bytesUp);
  // The server's clock decides when its stream counts: since when, the first report cannot tell.
  const bitsDown = last === undefined ? null : bits(snapshot.bytesDown, before?.bytesDown);
  const grown = [...history, { from, to, count, p50, p99, max, bitsUp, bitsDown }];
  return grown.length > MOST_POINTS ? halved(grown) : grown;
}

/** The history of what was carried in a direction, in the shape that the chart draws. */
export function carriedOf(history: readonly Point[], direction: Direction): readonly Point[] {
  return history.map((point) => {
    const bits = direction === 'up' ? point.bitsUp : point.bitsDown;
    return { ...point, p50: bits, p99: bits, max: bits, count: bits === null ? 0 : 1 };
  });
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
  for (const point of points) {
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
    bitsUp: meanOver(points, (point) => point.bitsUp),
    bitsDown: meanOver(points, (point) => point.bitsDown),
  };
}

/** Weighted by time; null where nothing is known. */
function meanOver(points: readonly Point[], pick: (point: Point) => number | null): number | null {
  let [sum, time] = [0, 0];
  for (const point of points) {
    const value = pick(point);
    if (value === null) continue;
    sum += value * (point.to - point.from);
    time += point.to - point.from;
  }
  return time === 0 ? null : sum / time;
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
