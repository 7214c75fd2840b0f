/** Runs of probes that one sees as one thing in a strip: a hole that UDP left, a stall of TCP. Pure. */
import { hasWaited, isMissing, type Strip } from './strip.ts';

/** Neighbours in the order of sending. */
export interface Run {
  /** Number of the first, from 0. */
  readonly first: number;
  readonly count: number;
}

/** Numbers of the probes that are shown: from the first one to before the last. */
export interface View {
  readonly from: number;
  readonly to: number;
}
export const ALL: View = { from: 0, to: Number.POSITIVE_INFINITY };

/** One after its last. */
export const endOf = ({ first, count }: Run): number => first + count;
export const isSeen = (run: Run, { from, to }: View): boolean => endOf(run) > from && run.first < to;
export const sumOf = (runs: readonly Run[]): number => runs.reduce((sum, { count }) => sum + count, 0);

/** Runs of missing or overtaken probes of a drawn strip that reach into a view, whole, oldest first. */
export const holesIn = (strip: Strip, view: View): Run[] => runsIn(strip, isMissing, view);

/** The same of probes that came, but had to wait. */
export const waitsIn = (strip: Strip, view: View): Run[] => runsIn(strip, hasWaited, view);

/** One whose beginning the strip does not hold has no number, and is left out. */
function runsIn({ from: origin, fates }: Strip, isOne: (code: string) => boolean, view: View): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < fates.length; ) {
    if (!isOne(fates[at]!)) {
      at++;
      continue;
    }
    let end = at;
    while (end < fates.length && isOne(fates[end]!)) end++;
    const run = { first: origin + at, count: end - at };
    if ((at > 0 || origin === 0) && isSeen(run, view)) runs.push(run);
    at = end;
  }
  return runs;
}
