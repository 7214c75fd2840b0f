/**
 * What to expect of a transfer before it is made: the same transfer over the model of the same link, with other seeds.
 * The textbook's formula leaves out what finite files, windows and timers do (up to 28 % of it); the model does not.
 */
import type { Impairment } from '../../../result/impairment.ts';
import type { ArqSetup } from './protocols.ts';
import { simulate, type Transfer } from './simulate.ts';
import { ACK_BYTES, PACKET_BYTES } from './textbook.ts';

/** Transfers behind a prediction: the 5th least and the 5th largest of them bound 95 % of the next ones. */
const TRANSFERS = 199;
const BEYOND = 5;
/** Seeds of predictions are the caller's, turned away from it: no transfer is predicted by itself. */
const OTHER_SEEDS = 0x51ed270b;

export interface Prediction {
  /** Efficiency, 0..1: 95 of 100 transfers over this link are between the two. */
  readonly low: number;
  readonly high: number;
}

/**
 * Share of the time in which the link carried each packet of the file once.
 * @param time of the whole transfer, ns
 * @returns null where the link has no bandwidth
 */
export const efficiencyOf = (usefulBytes: number, time: number, bandwidth: number | null): number | null =>
  bandwidth === null ? null : (usefulBytes * 8e9) / bandwidth / time;

/** @returns null where efficiency has no meaning, or the file does not get through */
export function predict(setup: ArqSetup, impairment: Impairment, file: Uint8Array): Prediction | null {
  const found: number[] = [];
  for (let at = 0; at < TRANSFERS; at++) {
    const seed = (impairment.seed ^ (OTHER_SEEDS + at * 0x9e3779b1)) >>> 0;
    const { time, tally } = simulate({ setup, impairment: { ...impairment, seed }, file });
    const efficiency = time === null ? null : efficiencyOf(tally.usefulBytes, time, impairment.up.bandwidth);
    if (efficiency === null) return null;
    found.push(efficiency);
  }
  found.sort((a, b) => a - b);
  return { low: found[BEYOND - 1]!, high: found[TRANSFERS - BEYOND]! };
}

/** @returns of one transfer, as {@link predict} tells it */
export const efficiencyOfTransfer = ({ time, tally }: Transfer, bandwidth: number | null): number | null =>
  time === null ? null : efficiencyOf(tally.usefulBytes, time, bandwidth);

/**
 * Round trip of the link for the last packet of a full window, ns: both delays, the window's transmission and an
 * acknowledgement's. A timer that is shorter sends again what was never lost.
 */
export function roundTrip({ up, down }: Impairment, window: number): number {
  const transmission = (bytes: number, bandwidth: number | null) =>
    bandwidth === null ? 0 : (bytes * 8e9) / bandwidth;
  return (
    up.delay +
    down.delay +
    window * transmission(PACKET_BYTES, up.bandwidth) +
    transmission(ACK_BYTES, down.bandwidth)
  );
}
