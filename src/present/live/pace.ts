/** How long a frame of a run's screen stays, ms. */
import { availableParallelism } from 'node:os';
import type { RunModel } from './model/model.ts';

const PACE = 230;
const SLOW_PACE = 1000;
/** Probes per second from which two cores have no room for a smooth screen. */
const FAST = 20_000;

/** Four frames a second; one where a fast run needs the few cores there are. Decided by rate, so that it does not flicker. */
export function paceFor(model: RunModel): number {
  const rate = model.lanes.reduce((most, lane) => Math.max(most, lane.snapshot?.rate.achieved ?? 0), 0);
  return rate > FAST && availableParallelism() <= 2 ? SLOW_PACE : PACE;
}
