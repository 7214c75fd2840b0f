/** When the measuring threads of both ends stood still, and who explains it. Pure. */
import { mergeStalls, type StallData } from '../../../../measure/delay/stalls.ts';
import type { StallsOfEnds } from '../../../../result/document/delay-schema.ts';
import type { Outage, Warning } from '../../../../result/document/schema.ts';
import type { Details } from '../../../../words/index.ts';
import type { Taken } from '../../../processor-time.ts';
import type { AssemblyInput } from '../inputs.ts';
import { warning } from '../warnings.ts';

/** A single one of so many ns is worth a sentence, whatever it hit. */
const LONG = 20e6;
/** Share of the probes that were hit, or of the server's time, above which figures suffer (second-storey: trust). */
export const MANY = 0.005;

/** What explains it. */
type Why = 'quota' | 'steal' | null;
/** Of a server of an earlier version. */
const UNTOLD: Taken = { throttled: null, stolen: null };

const sumOf = (data: StallData | null): StallsOfEnds['client'] =>
  data === null
    ? null
    : {
        count: data.count,
        total: data.total,
        longest: data.longest,
        spans: (data.spans ?? []).map(({ from, to }): [number, number] => [from / 1e9, to / 1e9]),
      };

const ownOf = ({ finished }: AssemblyInput): StallData | null =>
  mergeStalls(finished.map(({ report }) => report.stalls));

export const stallsOf = (input: AssemblyInput): StallsOfEnds => ({
  client: sumOf(ownOf(input)),
  server: sumOf(input.ledger?.stalls ?? null),
});

/** A quota is this process's own: a quarter of it is no chance. What the hypervisor took is the whole machine's. */
function takenBy({ throttled, stolen }: Taken, total: number): Why {
  if ((throttled ?? 0) >= total / 4) return 'quota';
  return (stolen ?? 0) >= total / 2 ? 'steal' : null;
}

/** @param hit share of the probes; null: not known */
export function stallWarnings(
  input: AssemblyInput,
  hit: number | null,
  outages: readonly Outage[],
): Warning[] {
  const own = ownOf(input);
  const there = input.ledger?.stalls ?? null;
  // A stop that was long enough has a sentence of its own.
  const told = outages.some(({ cause }) => cause === 'ownStop');
  return [
    ...(own === null || told ? [] : ownStall(own, hit, takenBy(input.processorTaken, own.total))),
    ...(there === null
      ? []
      : serverStall(there, takenBy(there.taken ?? UNTOLD, there.total), input.plan.duration)),
  ];
}

/** Also of a run that goes on. */
export function ownStall(own: StallData, hit: number | null, why: Why = null): Warning[] {
  if (own.count === 0 || (own.longest < LONG && (hit ?? 0) < MANY)) return [];
  return [
    warning('stalls', {
      ...detailsOf(own),
      ...(hit === null ? {} : { hit: Number(hit.toPrecision(3)) }),
      ...(why === null ? {} : { why }),
    }),
  ];
}

function serverStall(there: StallData, why: Why, duration: number): Warning[] {
  const share = Number.isFinite(duration) ? there.total / duration : 0;
  if (there.longest < LONG && share < MANY) return [];
  return [
    warning('server-stalls', {
      ...detailsOf(there),
      hit: Number(Math.min(1, share).toPrecision(3)),
      ...(why === null ? {} : { why }),
    }),
  ];
}

const detailsOf = ({ count, total, longest, longestAt }: StallData): Details => ({
  count,
  total: Math.round(total),
  longest: Math.round(longest),
  at: Number((longestAt / 1e9).toFixed(1)),
});
