/**
 * The figures of one transport by name: what `--assert` and comparisons can ask for.
 * A figure that was not measured, or cannot be known, is null.
 */
import type { Distribution, TransportResult } from './schema.ts';

/** How a figure's values are written: ns, share, bits per second, or a number. */
export type Kind = 'time' | 'ratio' | 'bits' | 'number';

interface Metric {
  readonly kind: Kind;
  readonly value: (result: TransportResult) => number | null;
  /** Of a percentile: the share of probes below it, so that lost ones can be counted in. */
  readonly share?: number;
}

const SHARES: Readonly<Record<string, readonly [keyof Distribution, number]>> = {
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
const OTHERS: Readonly<Record<string, keyof Distribution>> = { min: 'min', mean: 'mean' };

type Source = (result: TransportResult) => Distribution | null;

/** The time that the summary shows: response time where probes had an intended time, else service time or set-up. */
export function mainLatency(result: TransportResult): Distribution | null {
  if (result.mode === 'connect') return result.connect ?? result.latency.response;
  return result.latency.response ?? result.latency.service;
}

const SOURCES: Readonly<Record<string, Source>> = {
  '': mainLatency,
  'response.': (result) => result.latency.response,
  'service.': (result) => result.latency.service,
  'sendLag.': (result) => result.latency.sendLag,
  'connect.': (result) => result.connect,
};

const PLAIN: Readonly<Record<string, Metric>> = {
  loss: { kind: 'ratio', value: (r) => r.loss.ratio },
  'up.loss': { kind: 'ratio', value: (r) => r.loss.up?.ratio ?? null },
  'down.loss': { kind: 'ratio', value: (r) => r.loss.down?.ratio ?? null },
  goodput: { kind: 'bits', value: goodputOf },
  'up.goodput': { kind: 'bits', value: (r) => r.goodput.up },
  'down.goodput': { kind: 'bits', value: (r) => r.goodput.down },
  achieved: {
    kind: 'ratio',
    value: ({ rate }) =>
      rate.offered === null || rate.achieved === null || rate.offered === 0
        ? null
        : rate.achieved / rate.offered,
  },
  rate: { kind: 'number', value: (r) => r.rate.achieved },
  jitter: { kind: 'time', value: (r) => r.jitter.roundTrip ?? r.jitter.down ?? r.jitter.up },
  'up.jitter': { kind: 'time', value: (r) => r.jitter.up },
  'down.jitter': { kind: 'time', value: (r) => r.jitter.down },
  reordering: { kind: 'ratio', value: (r) => r.reordering?.ratio ?? null },
  sent: { kind: 'number', value: (r) => r.probes?.sent ?? null },
  received: { kind: 'number', value: (r) => r.probes?.received ?? null },
  lost: { kind: 'number', value: (r) => r.probes?.lost ?? null },
  late: { kind: 'number', value: (r) => r.probes?.late ?? null },
  duplicates: { kind: 'number', value: (r) => r.probes?.duplicates ?? null },
  retransmits: { kind: 'number', value: retransmitsOf },
};

/** Of both senders, as their kernels tell; else what the lab saw cross its link; null where nobody knows. */
export function retransmitsOf({ transport, tcp, link }: TransportResult): number | null {
  if (transport !== 'tcp') return null;
  if (tcp?.retransmits != null) return tcp.retransmits;
  if (link === null) return null;
  return (link.up.tcp.retransmitted ?? 0) + (link.down.tcp.retransmitted ?? 0);
}

/**
 * Of every direction that carried something the lower: that of the answers where nobody knows how much arrived at the
 * server, as it cannot be more. Two streams have nothing to do with each other.
 */
function goodputOf({ mode, goodput: { up, down } }: TransportResult): number | null {
  if (up !== null && down !== null) return Math.min(up, down);
  return mode === 'both' ? null : (up ?? down);
}

export function metricFor(name: string): Metric | undefined {
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name];
  const prefix = /^(response\.|service\.|sendLag\.|connect\.|)/.exec(name)![0];
  const figure = name.slice(prefix.length);
  const source = SOURCES[prefix]!;
  const read =
    (field: keyof Distribution): Metric['value'] =>
    (result) =>
      (source(result)?.[field] ?? null) as number | null;
  if (Object.hasOwn(SHARES, figure)) {
    const [field, share] = SHARES[figure]!;
    // Send lag is the generator's own: a lost probe had one too.
    return prefix === 'sendLag.'
      ? { kind: 'time', value: read(field) }
      : { kind: 'time', value: read(field), share };
  }
  if (Object.hasOwn(OTHERS, figure)) return { kind: 'time', value: read(OTHERS[figure]!) };
  return undefined;
}
