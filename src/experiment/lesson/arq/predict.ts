/**
 * What to expect of a transfer before it is made: the same transfer over the model of the same link, with other seeds.
 * The textbook's formula leaves out what finite files, windows and timers do (up to 28 % of it); the model does not.
 */
import type { Impairment } from '../../../result/impairment.ts';
import { inPackets } from './file.ts';
import type { ArqSetup } from './protocols.ts';
import { simulate, type Transfer } from './simulate.ts';
import { ACK_BYTES, PACKET_BYTES } from './textbook.ts';

/**
 * Transfers behind a prediction, and which of them, counted from either end, bound 95 % of the next ones; by packets of
 * the file: a long one takes time, and varies less.
 */
const BEHIND = [
  { packets: 256, transfers: 199, beyond: 5 },
  { packets: 1024, transfers: 79, beyond: 2 },
  { packets: Number.POSITIVE_INFINITY, transfers: 39, beyond: 1 },
];
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
  const packets = inPackets(file).length;
  const { transfers, beyond } = BEHIND.find((one) => packets <= one.packets)!;
  const found: number[] = [];
  for (let at = 0; at < transfers; at++) {
    const seed = (impairment.seed ^ (OTHER_SEEDS + at * 0x9e3779b1)) >>> 0;
    const { time, tally } = simulate({ setup, impairment: { ...impairment, seed }, file });
    const efficiency = time === null ? null : efficiencyOf(tally.usefulBytes, time, impairment.up.bandwidth);
    if (efficiency === null) return null;
    found.push(efficiency);
  }
  found.sort((a, b) => a - b);
  return { low: found[beyond - 1]!, high: found[transfers - beyond]! };
}

/** What a real machine may add to a round trip, ns: timers of a millisecond, processes that are woken. */
const MACHINE = 1e6;

/** Of a transfer on a real machine, which adds between nothing and {@link MACHINE} to each round trip. */
export function predictOnMachine(
  setup: ArqSetup,
  impairment: Impairment,
  file: Uint8Array,
): Prediction | null {
  const { up, down } = impairment;
  const slower = {
    ...impairment,
    up: { ...up, delay: up.delay + MACHINE / 2 },
    down: { ...down, delay: down.delay + MACHINE / 2 },
  };
  const [best, worst] = [predict(setup, impairment, file), predict(setup, slower, file)];
  return best === null || worst === null ? null : { low: worst.low, high: best.high };
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
