/** The clock and the timers, measured. */
import { clockSince, machineNow } from '../../clock.ts';
import type { Finding } from './finding.ts';

const READINGS = 200_000;
const TIMERS = 200;
/** A clock that costs more than this, or steps wider, is felt in the figures. */
const DEAR = 1000;

/** Smallest step that was seen, and the cost of a reading, in ns. */
export function clockFinding(): Finding {
  const clock = clockSince(machineNow());
  let resolution = Number.POSITIVE_INFINITY;
  const start = clock();
  for (let i = 0, last = start; i < READINGS; i++) {
    const now = clock();
    if (now > last) resolution = Math.min(resolution, now - last);
    last = now;
  }
  const cost = (clock() - start) / READINGS;
  const details = { resolutionNs: Math.round(resolution), costNs: Math.round(cost) };
  return { id: 'clock', status: Math.max(resolution, cost) > DEAR ? 'limited' : 'good', details };
}

/** How late a timer of 1 ms rings. */
export async function timerFinding(): Promise<Finding> {
  const clock = clockSince(machineNow());
  const lags: number[] = [];
  for (let i = 0; i < TIMERS; i++) {
    const due = clock() + 1e6;
    await new Promise((resolve) => setTimeout(resolve, 1));
    lags.push(clock() - due);
  }
  lags.sort((a, b) => a - b);
  const p50 = Math.max(0, lags[TIMERS >> 1]!);
  const p99 = Math.max(0, lags[Math.floor(TIMERS * 0.99)]!);
  return {
    id: 'timers',
    status: p99 > 5e6 ? 'limited' : 'good',
    details: { p50Ns: Math.round(p50), p99Ns: Math.round(p99) },
  };
}
