/**
 * The run clock: monotonic nanoseconds since an epoch that threads and processes of one machine can share.
 *
 * `performance.now()` is cheap (no bigint, no allocation) but counts from each thread's own origin;
 * `process.hrtime.bigint()` is the same clock (CLOCK_MONOTONIC) with an origin common to the machine.
 * The offset between the two is taken once, so that a reading costs one call.
 */
import type { Nanos } from './units.ts';

/** Nanoseconds since the run's epoch. */
export type Clock = () => Nanos;

/** The machine's monotonic clock now, in nanoseconds since boot: the value to give to other threads as an epoch. */
export function machineNow(): bigint {
  return process.hrtime.bigint();
}

/** A run's time zero lies so far before it. */
const BEFORE = 10_000_000_000n;

/**
 * The epoch of a run that begins now: 10 s ago, so that every time is above 2^32. V8 keeps whole numbers below 2^31 apart
 * from greater ones, and code made for those alone is thrown away when the first greater one comes: that would be 2 s
 * into each run.
 */
export function runEpoch(): bigint {
  return machineNow() - BEFORE;
}

/**
 * A clock whose zero is `epoch`, a value of {@link machineNow} from any thread or process of this machine.
 * The best of several anchor pairs is kept: the pair read in the shortest time has the smallest error.
 */
export function clockSince(epoch: bigint): Clock {
  let shortest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let attempt = 0; attempt < 16; attempt++) {
    const before = performance.now();
    const machine = process.hrtime.bigint();
    const after = performance.now();
    if (after - before < shortest) {
      shortest = after - before;
      offset = Number(machine - epoch) - ((before + after) / 2) * 1e6;
    }
  }
  return () => (performance.now() * 1e6 + offset) as Nanos;
}

/** One reading of both clocks, so that times of this process are exact to each other even where the wall clock is set. */
const ANCHOR = { wall: Date.now(), machine: process.hrtime.bigint() };

/** @param at a time of {@link machineNow} @returns the wall clock's then (ISO 8601) */
export const wallTime = (at: bigint): string =>
  new Date(ANCHOR.wall + Number(at - ANCHOR.machine) / 1e6).toISOString();
