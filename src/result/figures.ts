/**
 * What `--assert` and comparisons can ask for, one line a figure: its name, how its values are written, where it stands in
 * a result. A figure that was not measured, or cannot be known, is null. docs/asserts.md has a row for each.
 */
import type { Direction } from '../units.ts';
import type { Distribution, TransportResult } from './document/schema.ts';
import { missedIn, missedOf } from './missed.ts';
import { trustIn } from './trust.ts';

/** How a figure's values are written: ns, share, bits per second, number per second, whole number, or a word. */
export type Kind = 'time' | 'ratio' | 'bits' | 'rate' | 'count' | 'word';
export type Value = number | string | null | undefined;

/** Several values are one figure that all of them must satisfy, such as the ends of an interval. */
type Read = (result: TransportResult) => Value | readonly Value[];
type ReadSide = (result: TransportResult, direction: Direction) => Value;

/** Of the whole, and of each direction: `loss`, `up.loss`, `down.loss`. In mode both the whole is both directions. */
export const DIRECTED: Readonly<Record<string, readonly [Kind, Read, ReadSide]>> = {
  loss: ['ratio', (r) => missedOf(r)?.ratio, (r, d) => missedIn(r.loss[d])?.ratio],
  undelivered: ['ratio', (r) => r.undelivered?.ratio, (r, d) => r.loss[d]?.undelivered?.ratio],
  goodput: ['bits', goodputOf, (r, d) => r.goodput[d]],
  jitter: ['time', (r) => r.jitter.roundTrip ?? r.jitter.down ?? r.jitter.up, (r, d) => r.jitter[d]],
  due: ['count', (r) => r.probes?.due, (r, d) => r.loss[d]?.due],
  sent: ['count', (r) => r.probes?.sent, (r, d) => r.loss[d]?.sent],
  received: ['count', (r) => r.probes?.received, (r, d) => r.loss[d]?.received],
  lost: ['count', (r) => r.probes?.lost, (r, d) => r.loss[d]?.lost],
  duplicates: ['count', (r) => r.probes?.duplicates, (r, d) => r.loss[d]?.duplicates],
  reordered: ['count', (r) => r.probes?.reordered, (r, d) => r.loss[d]?.reordered],
};

export const WHOLE: Readonly<Record<string, readonly [Kind, Read]>> = {
  achieved: ['ratio', achievedOf],
  rate: ['rate', (r) => r.rate.achieved],
  reordering: ['ratio', (r) => r.reordering?.ratio],
  late: ['count', (r) => r.probes?.late],
  corrupt: ['count', (r) => r.probes?.corrupt],
  foreign: ['count', (r) => r.probes?.foreign],
  refused: ['count', refusedOf],
  skipped: ['count', (r) => r.probes?.unsent?.skipped],
  stalls: ['ratio', stallsOf],
  outages: ['count', (r) => r.outages?.length],
  errors: ['count', (r) => r.probes?.errors],
  retransmits: ['count', retransmitsOf],
  'up.retransmits': ['count', (r) => r.tcp?.up?.retransmits],
  'down.retransmits': ['count', (r) => r.tcp?.down?.retransmits],
  ...oneWayDelays(),
  engine: ['word', (r) => r.engine],
  trust: ['word', (r) => trustIn(r.quality).level],
  timestamps: ['word', (r) => r.quality.timestampSource],
};

/** What the words of such a figure can be: any other would never be met. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  engine: ['linux', 'portable'],
  trust: ['good', 'limited', 'poor'],
  timestamps: ['kernel', 'user'],
};

/** Times with these names, such as `service.p99`; without one, of {@link mainLatency}. */
export const SOURCES: Readonly<Record<string, (result: TransportResult) => Distribution | null>> = {
  '': mainLatency,
  'response.': (r) => r.latency.response,
  'service.': (r) => r.latency.service,
  'sendLag.': (r) => r.latency.sendLag,
  'connect.': (r) => r.connect,
  'reading.': (r) => r.latency.reading ?? null,
  'network.': (r) => r.latency.network ?? null,
  'server.': (r) => r.latency.server ?? null,
};

/** Percentiles of a time, and the share of probes below each: where so many were lost, it lies among the lost. */
export const PERCENTILES: Readonly<Record<string, readonly [keyof Distribution, number]>> = {
  p50: ['p50', 0.5],
  p75: ['p75', 0.75],
  p90: ['p90', 0.9],
  p95: ['p95', 0.95],
  p99: ['p99', 0.99],
  p999: ['p999', 0.999],
  'p99.9': ['p999', 0.999],
  p9999: ['p9999', 0.9999],
  'p99.99': ['p9999', 0.9999],
  max: ['max', 1],
};
export const OF_ANSWERS: Readonly<Record<string, keyof Distribution>> = { min: 'min', mean: 'mean' };

/** One-way delays are intervals, of which both ends must hold; their variation is known to the point. */
function oneWayDelays(): Record<string, readonly [Kind, Read]> {
  const table: Record<string, readonly [Kind, Read]> = {};
  for (const direction of ['up', 'down'] as const) {
    for (const figure of ['p50', 'p99', 'max'] as const) {
      table[`${direction}.delay.${figure}`] = ['time', (r) => r.delay?.[direction][figure]];
      table[`${direction}.variation.${figure}`] = ['time', (r) => r.delay?.[direction].variation[figure]];
    }
  }
  return table;
}

/** The time that the summary shows: response time where probes had an intended time, else service time or set-up. */
export function mainLatency(result: TransportResult): Distribution | null {
  if (result.mode === 'connect') return result.connect ?? result.latency.response;
  return result.latency.response ?? result.latency.service;
}

/** Of both senders, as their kernels tell; else what the lab saw cross its link; null where nobody knows. */
export function retransmitsOf({ transport, tcp, link }: TransportResult): number | null {
  if (transport !== 'tcp') return null;
  if (tcp?.retransmits != null) return tcp.retransmits;
  if (link === null) return null;
  return (link.up.tcp.retransmitted ?? 0) + (link.down.tcp.retransmitted ?? 0);
}

/**
 * Of every direction that carried something the lower: that of the answers where nobody knows how much arrived at the
 * server, as it cannot be more.
 */
function goodputOf({ goodput: { up, down } }: TransportResult): number | null {
  return up !== null && down !== null ? Math.min(up, down) : (up ?? down);
}

function achievedOf({ rate: { offered, achieved } }: TransportResult): number | null {
  return offered === null || achieved === null || offered === 0 ? null : achieved / offered;
}

/** Of the time measured, at the end where it was more. */
function stallsOf({ stalls, durationSeconds }: TransportResult): number | null {
  const known = [stalls?.client, stalls?.server].filter((end) => end != null);
  if (known.length === 0 || durationSeconds <= 0) return null;
  return Math.max(...known.map(({ total }) => total)) / (durationSeconds * 1e9);
}

function refusedOf({ probes }: TransportResult): number | null {
  return probes === null ? null : Object.values(probes.refused).reduce((all, count) => all + count, 0);
}
