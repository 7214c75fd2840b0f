/** Joining what several generators know of delays: they read one clock, and met one server's. */
import { Histogram, type HistogramData } from '../histogram.ts';
import type { DirectionDelays } from './direction.ts';
import { OwnerSums } from './owners.ts';
import type { DelaySummary } from './split.ts';

const joined = (parts: readonly HistogramData[]): HistogramData => Histogram.from(parts).data();

function direction(parts: readonly (DirectionDelays | null)[]): DirectionDelays | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return {
    low: joined(known.map(({ low }) => low)),
    high: joined(known.map(({ high }) => high)),
    variation: joined(known.map(({ variation }) => variation)),
  };
}

/** The offset lies within what each knows of it. */
function offset(parts: readonly DelaySummary['offset'][]): DelaySummary['offset'] {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  const low = Math.max(...known.map((part) => part.low));
  const drifts = known.map(({ drift }) => drift).filter((drift) => drift !== null);
  return {
    low,
    high: Math.max(low, Math.min(...known.map((part) => part.high))),
    drift: drifts.length === 0 ? null : drifts.reduce((all, drift) => all + drift, 0) / drifts.length,
  };
}

/** null where any part is. */
export function mergeDelays(all: readonly (DelaySummary | null)[]): DelaySummary | null {
  const parts = all.filter((part) => part !== null);
  if (parts.length < all.length) return null;
  const owners = new OwnerSums();
  for (const part of parts) owners.add(part.owners);
  return {
    network: joined(parts.map(({ network }) => network)),
    server: joined(parts.map(({ server }) => server)),
    owners: owners.data(),
    up: direction(parts.map(({ up }) => up)),
    down: direction(parts.map(({ down }) => down)),
    offset: offset(parts.map((part) => part.offset)),
    believed: parts.every(({ believed }) => believed),
    absurd: parts.reduce((sum, { absurd }) => sum + absurd, 0),
    // Their places are of each generator's own order.
    samples: null,
  };
}
