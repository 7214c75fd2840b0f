/** Confidence, with the method named. Pure functions of counts. */
import type { BatchData } from './batches.ts';

export interface LossConfidence {
  readonly interval: [number, number] | null;
  readonly method: 'wilson' | 'batch-means' | null;
}

const Z95 = 1.959964;
const LEAST_BATCHES = 20;
/** Two-sided 95 % quantiles of Student's t for 19, 20, … 39 degrees of freedom; above: the normal one. */
const STUDENT_95 = [
  2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04, 2.037, 2.035, 2.032,
  2.03, 2.028, 2.026, 2.024, 2.023,
];

/** Score interval of a proportion (Wilson 1927); sound for few losses, and for none. */
export function wilson(hits: number, trials: number): [number, number] | null {
  if (trials === 0) return null;
  const share = hits / trials;
  const z2 = Z95 * Z95;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return [hits === 0 ? 0 : Math.max(0, middle - half), hits === trials ? 1 : Math.min(1, middle + half)];
}

/**
 * Whether losses look independent: the number of loss runs is what chance would give (Wald and Wolfowitz 1940,
 * one-sided: bursts make fewer runs). With few losses or no losses there is nothing to tell them from chance.
 */
export function looksIndependent(sent: number, lost: number, runs: number): boolean {
  if (lost < 5 || lost === sent) return lost < 5;
  const kept = sent - lost;
  const expected = (lost * (kept + 1)) / sent;
  const variance = (lost * kept * (lost - 1) * (kept + 1)) / (sent * sent * (sent - 1));
  return variance <= 0 || (runs - expected) / Math.sqrt(variance) > -1.645;
}

/** Interval of the loss ratio: Wilson where runs look independent, else batch means by time of sending, else unknown. */
export function lossConfidence(
  sent: number,
  lost: number,
  runLengths: ReadonlyMap<number, number>,
  batches: BatchData,
): LossConfidence {
  let runs = 0;
  for (const count of runLengths.values()) runs += count;
  if (sent === 0) return { interval: null, method: null };
  if (looksIndependent(sent, lost, runs)) return { interval: wilson(lost, sent), method: 'wilson' };
  const interval = batchMeans(batches, lost / sent);
  return { interval, method: interval === null ? null : 'batch-means' };
}

/** Batch means with {@link LEAST_BATCHES} to 40 batches; null where there are too few. */
function batchMeans(batches: BatchData, ratio: number): [number, number] | null {
  const filled = batches.sent.reduce((last, count, slot) => (count > 0 ? slot + 1 : last), 0);
  const number = Math.min(40, filled);
  if (number < LEAST_BATCHES) return null;
  const means: number[] = [];
  for (let batch = 0; batch < number; batch++) {
    const from = Math.floor((batch * filled) / number);
    const to = Math.floor(((batch + 1) * filled) / number);
    const sent = batches.sent.subarray(from, to).reduce((all, count) => all + count, 0);
    const received = batches.received.subarray(from, to).reduce((all, count) => all + count, 0);
    if (sent > 0) means.push((sent - received) / sent);
  }
  if (means.length < LEAST_BATCHES) return null;
  const mean = means.reduce((all, value) => all + value, 0) / means.length;
  const squares = means.reduce((all, value) => all + (value - mean) ** 2, 0);
  const t = STUDENT_95[means.length - LEAST_BATCHES] ?? Z95;
  const half = t * Math.sqrt(squares / (means.length - 1) / means.length);
  return [Math.max(0, ratio - half), Math.min(1, ratio + half)];
}

/**
 * Ranks (from 1) between which the quantile lies with 95 %: order statistics, by the normal approximation of the binomial
 * (Conover 1999, §3.2). Null where the sample is too small for both ends to exist.
 */
export function quantileRanks(count: number, share: number): [number, number] | null {
  const half = Z95 * Math.sqrt(count * share * (1 - share));
  const low = Math.floor(count * share - half);
  const high = Math.ceil(count * share + half) + 1;
  return low < 1 || high > count ? null : [low, high];
}
