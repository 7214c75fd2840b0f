/** A small model of UDP and of TCP over a lossy link: when each probe left, and when its answer came. */
import type { LiveLatency } from '../../../../src/result/events/events.ts';

export const MS = 1e6;

/** mulberry32: the same losses for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Probe {
  readonly sent: number;
  /** When its answer came; Infinity: never. */
  readonly answered: number;
  readonly code: string;
}

/** UDP: every probe for itself. */
export function udpProbes(
  count: number,
  rate: number,
  loss: number,
  delay: number,
  random: () => number,
): Probe[] {
  return Array.from({ length: count }, (_, number) => {
    const sent = (number * 1e9) / rate;
    if (random() < loss) return { sent, answered: Number.POSITIVE_INFINITY, code: 'u' };
    if (random() < loss) return { sent, answered: Number.POSITIVE_INFINITY, code: 'n' };
    return { sent, answered: sent + 2 * delay + (0.1 + random() * 0.3) * MS, code: '.' };
  });
}

/** Until a lost segment is sent again: a round trip, three acknowledgements and a little. */
export const AGAIN = 110 * MS;

/** TCP: a lost segment comes later, and everything behind it waits. */
export function tcpProbes(
  count: number,
  rate: number,
  loss: number,
  delay: number,
  random: () => number,
): Probe[] {
  let free = 0;
  return Array.from({ length: count }, (_, number) => {
    const sent = (number * 1e9) / rate;
    const lost = random() < loss;
    const own = sent + 2 * delay + (0.1 + random() * 0.3) * MS + (lost ? AGAIN : 0);
    const waited = free > own;
    free = Math.max(free, own);
    return { sent, answered: free, code: waited ? 'h' : lost ? 'w' : '.' };
  });
}

export function latencyOf(times: readonly number[]): LiveLatency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number | null =>
    sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return {
    count: sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
    max: sorted.at(-1) ?? null,
  };
}
