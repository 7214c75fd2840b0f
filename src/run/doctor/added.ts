/** What this machine adds to figures: a run against itself, in which nothing of the time is a network's. Pure. */
import type { RunResult } from '../../result/document/schema.ts';
import type { Finding } from './finding.ts';

/** Share of the time in which a thread stood still, and the longest such time (ns), above which figures suffer. */
const MOST_SHARE = 0.005;
const MOST_LONGEST = 10e6;
/** Lateness (p99, ns) that is felt on a path of some milliseconds. */
const MOST_LATE = 1e6;

/** @param result of one transport over loopback, at a rate */
export function addedFinding({ transports, ending }: RunResult): Finding {
  const [one] = transports;
  if (one === undefined) return { id: 'added', status: 'limited', details: { reason: ending.message ?? '' } };
  const { stalls, latency, durationSeconds } = one;
  const ends = [stalls?.client, stalls?.server].filter((end) => end != null);
  const total = ends.reduce((all, end) => all + end.total, 0);
  const longest = Math.max(0, ...ends.map((end) => end.longest));
  const late = Math.max(latency.sendLag?.p99 ?? 0, latency.reading?.p99 ?? 0);
  const limited = total > MOST_SHARE * durationSeconds * 1e9 || longest > MOST_LONGEST || late > MOST_LATE;
  return {
    id: 'added',
    status: limited ? 'limited' : 'good',
    details: {
      stalls: ends.reduce((all, end) => all + end.count, 0),
      totalNs: Math.round(total),
      longestNs: Math.round(longest),
      ...(latency.sendLag?.p99 == null ? {} : { lagNs: Math.round(latency.sendLag.p99) }),
      ...(latency.reading?.p99 == null ? {} : { readingNs: Math.round(latency.reading.p99) }),
      lookedForNs: Math.round(durationSeconds * 1e9),
    },
  };
}
