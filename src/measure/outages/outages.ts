/**
 * Outages: times in which nothing came though something was due, too long for the path's own time and for the losses that
 * the run has anyway. Pure.
 */
import type { Gap, GapData } from './gaps.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface OutageRule {
  /** The path's own time, ns: so long nothing comes in any case. */
  readonly leastTook: number;
  /** ns; shorter ones are none. */
  readonly least: number;
  /** The last probe was due then: nothing is missing later. */
  readonly lastDue: number;
  /** Of the whole run. */
  readonly due: number;
  readonly undelivered: number;
  /** Nothing is ever lost, only late (TCP): losses explain no gap. */
  readonly lossless: boolean;
}

/** A gap that the run's own losses would make less often than once in so many runs is an outage. */
const RARE = 1e-6;

/** Ten probe intervals, and at least so long, ns; TCP may be busy with the recovery of a loss for a second. */
const LEAST = { udp: 200e6, tcp: 1e9 };
const INTERVALS = 10;

/** Shortest gap that counts. @param interval between two probes, ns */
export const leastGap = (transport: 'tcp' | 'udp', interval = 0): number =>
  Math.max(LEAST[transport], INTERVALS * interval);

/** @param gaps in order, none overlapping another. @returns them in order */
export function outagesIn(gaps: readonly Gap[], rule: OutageRule): Span[] {
  const { leastTook, least, lastDue } = rule;
  const took = Number.isFinite(leastTook) ? leastTook : 0;
  const long = gaps
    .map(({ from, to, due }) => ({ from, to: Math.min(to - took, lastDue), due }))
    .filter(({ from, to, due }) => to - from >= least && due > 0);
  const rare = rule.lossless ? long : rareOnes(long, rule);
  return rare.map(({ from, to }) => ({ from, to })).sort((a, b) => a.from - b.from);
}

/**
 * Longest first, each judged by the losses outside of it and of those found before: with a ratio p of them, so many in a
 * row are expected due · pⁿ times. One loss and one delivery are added to what was seen (Laplace): few say little.
 */
function rareOnes(gaps: readonly Gap[], { due, undelivered }: OutageRule): Gap[] {
  const found: Gap[] = [];
  let [restDue, restLost] = [due, undelivered];
  for (const gap of [...gaps].sort((a, b) => b.due - a.due)) {
    const outside = Math.max(0, restDue - gap.due);
    const lost = Math.min(outside, Math.max(0, restLost - gap.due));
    const ratio = (lost + 1) / (outside + 2);
    if (Math.log(due) + gap.due * Math.log(ratio) >= Math.log(RARE)) continue;
    found.push(gap);
    [restDue, restLost] = [outside, lost];
  }
  return found;
}

/** Gaps of several generators: times in which nothing came to any of them. */
export function sharedGaps(parts: readonly (readonly Gap[])[]): Gap[] {
  return parts.slice(1).reduce<readonly Gap[]>(
    (shared, own) =>
      shared.flatMap((a) =>
        own.flatMap((b) => {
          const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
          return to <= from ? [] : [{ from, to, due: within(a, from, to) + within(b, from, to) }];
        }),
      ),
    parts[0] ?? [],
  ) as Gap[];
}

const within = ({ from, to, due }: Gap, start: number, end: number): number =>
  Math.round((due * (end - start)) / (to - from));

/** All of them, the one at the end too. */
export const gapsOf = ({ gaps, last }: GapData): Gap[] => (last.to > last.from ? [...gaps, last] : [...gaps]);

/** Which share of `one` the others cover, 0..1. */
export function coverage(one: Span, others: readonly Span[]): number {
  const covered = others.reduce(
    (all, { from, to }) => all + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)),
    0,
  );
  return one.to === one.from ? 0 : Math.min(1, covered / (one.to - one.from));
}
