/**
 * How a screen shows that it gets its turn: it writes the time where the run can read it. A message each time would wake the
 * run's main thread at the cost of what is measured.
 */
import { readSync, writeSync } from 'node:fs';
import { SCREEN_LANE } from '../../run/client/live/lanes.ts';
import { startOf } from '../../run/client/threads/report-ring.ts';

const AT = startOf(SCREEN_LANE);
const beat = new Float64Array(1);

/** @param ring the report ring's descriptor */
export function showLife(ring: number): void {
  beat[0] = performance.now();
  try {
    writeSync(ring, beat, 0, beat.byteLength, AT);
  } catch {
    // No room: the run sees no life, and ends this screen.
  }
}

/** @returns a number that has changed where there was life in between; 0: none yet */
export function readLife(ring: number): number {
  beat[0] = 0;
  readSync(ring, beat, 0, beat.byteLength, AT);
  return beat[0];
}
