/** What emulated links did to the sessions of several agents, as if one link had done it. Pure. */
import type { LinkReport } from '../../../result/impairment.ts';

type Direction = LinkReport['up'];
type Counts = Direction['udp'];

function sums(parts: readonly Counts[]): Counts {
  const entries = Object.keys(parts[0]!).map((name) => {
    const values = parts.map((part) => part[name as keyof Counts]);
    const known = values.filter((value) => typeof value === 'number');
    return [name, known.length < values.length ? null : known.reduce((all, value) => all + value, 0)];
  });
  return Object.fromEntries(entries) as Counts;
}

const direction = (parts: readonly Direction[]): Direction => ({
  udp: sums(parts.map(({ udp }) => udp)),
  tcp: sums(parts.map(({ tcp }) => tcp)),
  other: sums(parts.map(({ other }) => other)),
  // Of one guest among others neither can be told.
  queue: null,
  delay: null,
});

/** null where one of them tells of none. */
export function mergeLinks(all: readonly (LinkReport | null)[]): LinkReport | null {
  const parts = all.filter((part) => part !== null);
  if (parts.length < all.length || parts.length === 0) return null;
  return {
    up: direction(parts.map(({ up }) => up)),
    down: direction(parts.map(({ down }) => down)),
    overrun: Math.max(...parts.map(({ overrun }) => overrun)),
    changes: parts[0]!.changes,
    packets: [],
  };
}
