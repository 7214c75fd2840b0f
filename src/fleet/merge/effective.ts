/** What a fleet did, from what each agent was granted. Pure. */
import type { EffectiveSpec, RunSpec } from '../../result/spec.ts';

type Rates = EffectiveSpec['rate'];

/** Sums of numbers by transport; what is none is that of the first. */
function summed(parts: readonly Rates[]): Rates {
  const all: Rates = {};
  for (const part of parts)
    for (const [transport, rate] of Object.entries(part)) {
      const before = all[transport];
      all[transport] =
        typeof before === 'number' && typeof rate === 'number' ? before + rate : (before ?? rate);
    }
  return all;
}

/** null where nobody came so far. @param spec of the whole */
export function mergeEffective(spec: RunSpec, parts: readonly EffectiveSpec[]): EffectiveSpec | null {
  const [first] = parts;
  if (first === undefined) return null;
  const bitrates = parts.map(({ bitrate }) => bitrate).filter((bitrate) => bitrate != null);
  const portable = parts.find(({ engine }) => engine === 'portable');
  return {
    ...first,
    target: spec.target,
    asserts: spec.asserts,
    seed: spec.seed,
    count: spec.count,
    clients: parts.reduce((all, { clients }) => all + clients, 0),
    rate: summed(parts.map(({ rate }) => rate)),
    bitrate: bitrates.length < parts.length ? null : (summed(bitrates) as Record<string, number>),
    engine: (portable ?? first).engine,
    engineReason: (portable ?? first).engineReason,
    limited: [...new Set(parts.flatMap(({ limited }) => limited))],
  };
}
