/** Samples of probes cut into phases: what was added to their delays, and what was lost on which way. Pure. */
import type { Samples } from '../../result/document/delay-schema.ts';
import type { Added, AddedSpread, Phase } from '../../result/document/load.ts';
import type { TransportResult } from '../../result/document/schema.ts';
import { MILLISECOND, SECOND } from '../../units.ts';

/** ns since the probes began; the end is not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A delay that nothing was added to, ns; NaN where it is not known. */
export interface Least {
  readonly up: number;
  readonly down: number;
  readonly roundTrip: number;
}

const COLUMNS = ['up', 'down', 'roundTrip'] as const;

const indexesIn = ({ sent }: Samples, { from, to }: Span): number[] =>
  sent.flatMap((at, i) => (at >= from && at < to ? [i] : []));

const knownOf = (column: readonly (number | null)[], indexes: readonly number[]): number[] =>
  indexes.map((i) => column[i] ?? null).filter((time) => time !== null);

export function leastOf(samples: Samples, span: Span): Least {
  const indexes = indexesIn(samples, span);
  const [up, down, roundTrip] = COLUMNS.map((column) => {
    const times = knownOf(samples[column], indexes);
    return times.length === 0 ? Number.NaN : times.reduce((least, time) => Math.min(least, time));
  });
  return { up: up!, down: down!, roundTrip: roundTrip! };
}

/** Of the answered probes that were sent in a span, above `least`. */
export function addedOf(samples: Samples, span: Span, least: Least): Added {
  const indexes = indexesIn(samples, span);
  const spread = (column: (typeof COLUMNS)[number]): AddedSpread => {
    if (Number.isNaN(least[column])) return UNKNOWN;
    const added = knownOf(samples[column], indexes).map((time) => Math.max(0, time - least[column]));
    return spreadOf(added);
  };
  return { up: spread('up'), down: spread('down'), roundTrip: spread('roundTrip') };
}

const UNKNOWN: AddedSpread = { p50: null, p95: null, p99: null, max: null };
export const NOTHING_ADDED: Added = { up: UNKNOWN, down: UNKNOWN, roundTrip: UNKNOWN };

/** Percentiles are times that occurred: the least that is not below that share of all (nearest rank). */
function spreadOf(times: number[]): AddedSpread {
  if (times.length === 0) return UNKNOWN;
  const sorted = times.sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: sorted.at(-1)! };
}

/** A probe that leaves later has a delay of this machine's own, ns. */
const LATE = MILLISECOND;

/**
 * Which share of the probes that are due in a span left within 1 ms of their time; null where that is not known. Probes are
 * due at even times, and the one that was least late tells which: so it is known to the lateness of that one.
 */
export function onTimeIn({ samples, rate, probes }: TransportResult, span: Span): number | null {
  if (samples == null || rate.offered === null || probes?.unsent == null) return null;
  if (probes.unsent.refused + probes.unsent.skipped > 0) return null;
  const step = SECOND / rate.offered;
  const late = samples.sent.map((at, i) => at - i * step);
  const first = late.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const own = late.filter((_, i) => first + i * step >= span.from && first + i * step < span.to);
  return own.length === 0 ? null : own.filter((one) => one - first <= LATE).length / own.length;
}

/** `3.1x` to `...x`. */
const unpacked = (fates: string): string =>
  fates.replace(/(\d+)(\D)/g, (_, times: string, fate: string) => fate.repeat(Number(times)));

/** By what the server and the client saw of each; null where some were lost nobody knows where. */
export function lossOf({ samples, delivery }: TransportResult, span: Span): Phase['loss'] {
  if (samples == null || delivery === null) return { up: NOT_TOLD, down: NOT_TOLD };
  const fates = unpacked(delivery.fates);
  const own = indexesIn(samples, span).map((i) => fates[i]);
  const count = (fate: string): number => own.filter((one) => one === fate).length;
  if (count('x') > 0) return { up: { ...NOT_TOLD, sent: own.length }, down: NOT_TOLD };
  const [up, down] = [count('u'), count('n')];
  return { up: share(own.length, up), down: share(own.length - up, down) };
}

const NOT_TOLD = { sent: null, lost: null, ratio: null };
const share = (sent: number, lost: number) => ({ sent, lost, ratio: sent === 0 ? null : lost / sent });
