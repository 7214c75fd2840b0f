/** What is known of two clocks besides what the answers tell. */
import { type ClockBounds, type Limits, TOLERANCE } from './clock-bounds.ts';

/** What is known of θ = server's clock − client's before any answer: both equal where both ends read one clock. */
export interface OffsetKnown {
  readonly low: number;
  readonly high: number;
}

/** ns by which what is known besides may miss what the answers say: errors of converted stamps. */
const fits = ({ low, high }: Limits, { low: least, high: most }: OffsetKnown): boolean =>
  low.every((value) => value <= most + TOLERANCE) && high.every((value) => value >= least - TOLERANCE);

function narrow({ low, high }: Limits, { low: least, high: most }: OffsetKnown): void {
  for (let i = 0; i < low.length; i++) {
    low[i] = Math.min(most, Math.max(low[i]!, least));
    high[i] = Math.max(low[i]!, Math.min(high[i]!, most));
  }
}

/** Whether the answers allow for it. */
export const agrees = ({ atArrivals, atDepartures }: ClockBounds, known: OffsetKnown): boolean =>
  fits(atArrivals, known) && fits(atDepartures, known);

/** Narrows both, in place. */
export function narrowTo({ atArrivals, atDepartures }: ClockBounds, known: OffsetKnown): void {
  narrow(atArrivals, known);
  narrow(atDepartures, known);
}
