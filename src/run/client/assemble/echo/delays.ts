/** Whose the delays were, from what the generators kept. Pure. */

import type { DirectionDelays } from '../../../../measure/delay/direction.ts';
import { SLOWEST, sharesOf } from '../../../../measure/delay/owners.ts';
import type { DelaySummary } from '../../../../measure/delay/split.ts';
import { Histogram } from '../../../../measure/histogram.ts';
import type { Delay, Owners } from '../../../../result/document/delay-schema.ts';
import type { Warning } from '../../../../result/document/schema.ts';
import type { Basis } from '../../../clock-word.ts';
import { warning } from '../warnings.ts';

/** What the two ends said of their clocks. */
export interface Clocks {
  readonly basis: Basis;
  /** ns to add to the offset of the run's clocks for that of the wall clocks; null: not told. */
  readonly wall: number | null;
  /** Who stamps what arrives at the server; null or absent: it does not say. */
  readonly arrivals?: 'kernel' | 'user' | null;
}

export function delayOf(delays: DelaySummary | null, { basis, wall }: Clocks): Delay | null {
  if (delays?.up == null || delays.down === null || delays.offset === null) return null;
  const { low, high, drift } = delays.offset;
  return {
    // One clock whose times contradict the answers is no basis.
    basis: delays.believed ? basis : 'none',
    up: directionOf(delays.up),
    down: directionOf(delays.down),
    offset: {
      low: wall === null ? null : low + wall,
      high: wall === null ? null : high + wall,
      driftPpm: drift === null ? null : drift * 1e6,
    },
  };
}

function directionOf({ low, high, variation }: DirectionDelays): Delay['up'] {
  const [least, most, varies] = [low, high, variation].map((data) => Histogram.from([data]));
  const quantiles = (histogram: Histogram) => [
    ...histogram.quantiles([0.5, 0.99]),
    histogram.count === 0 ? null : histogram.max,
  ];
  const [lows, highs] = [quantiles(least!), quantiles(most!)];
  const between = (i: number): [number, number] | null =>
    lows[i] == null || highs[i] == null ? null : [Math.max(0, lows[i]), Math.max(0, highs[i])];
  const [p50, p99, max] = quantiles(varies!);
  return {
    p50: between(0),
    p99: between(1),
    max: between(2),
    variation: { p50: p50!, p99: p99!, max: max! },
  };
}

/** null where nothing was answered, or the server tells no times. */
export function ownersOf(delays: DelaySummary | null): Owners | null {
  if (delays === null) return null;
  const all = sharesOf(delays.owners);
  const slowest = sharesOf(delays.owners, SLOWEST);
  return all === null || slowest === null ? null : { all, slowest };
}

/** What the server's times are worth: told once each. Nothing that cannot be true is in a figure. */
export function timesWarnings(delays: DelaySummary | null, answered: number, { basis }: Clocks): Warning[] {
  if (delays === null || answered === 0) return [];
  const { absurd, network, owners, up, believed } = delays;
  if (owners.length === 0 && absurd === 0) return [warning('residence-unknown')];
  const known = basis !== 'none' && !believed;
  return [
    ...(absurd > 0 ? [warning('times-contradict', { count: absurd, of: answered })] : []),
    ...(network.count > 0 && (up === null || known) ? [warning('clocks-contradict')] : []),
  ];
}
