/** Which of several runs are independent of each other. */
import type { Run } from './comparison.ts';

/** Each side's independent draws: usually its runs; each draw is a group of runs whose median counts. */
export type Sides = readonly [readonly (readonly Run[])[], readonly (readonly Run[])[]];

/**
 * Runs over an emulated link with the same seed met the same losses: they are one draw, not several. Where the other
 * side used the same seeds, what differs is not the draw, and each run counts.
 */
export function draws(own: readonly Run[], others: readonly Run[]): (readonly Run[])[] {
  const seeds = (runs: readonly Run[]): string => [...new Set(runs.map(seedOf))].sort().join(' ');
  if (seeds(own) === seeds(others)) return own.map((run) => [run]);
  const groups = new Map<string, Run[]>();
  own.forEach((run, at) => {
    const key = seedOf(run) || `run ${at}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  });
  return [...groups.values()];
}

const seedOf = ({ result: { spec } }: Run): string =>
  spec.impairment === null ? '' : `${spec.impairment.seed}`;
