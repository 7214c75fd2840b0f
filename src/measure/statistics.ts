/** Confidence, with the method named. Pure functions of counts. */
import type { BatchData } from './slices/batches.ts';

export interface LossConfidence {
  readonly interval: [number, number] | null;
  readonly method: 'wilson' | 'batch-means' | null;
}

const Z95 = 1.959964;
const Z95_ONE_SIDED = 1.644854;
const BATCHES = 20;
/** Two-sided 95 % quantile of Student's t for 19 degrees of freedom. */
const T95 = 2.093;
/** Of 20 batches, so many hold a loss: fewer bursts than that do not tell how often bursts come. */
const LEAST_HIT = 10;

/** Score interval of a proportion (Wilson 1927); sound for few losses, and for none. `trials` may be an effective number. */
export function wilson(hits: number, trials: number, z = Z95): [number, number] | null {
  if (trials === 0) return null;
  const share = hits / trials;
  const z2 = z * z;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return [hits === 0 ? 0 : Math.max(0, middle - half), hits === trials ? 1 : Math.min(1, middle + half)];
}

/**
 * Whether losses look independent in the order of sending: the number of loss runs is what chance would give (Wald and
 * Wolfowitz 1940, one-sided at 5 %: bursts make fewer runs). Exact for few losses.
 */
export function looksIndependent(sent: number, lost: number, runs: number): boolean {
  if (lost < 2 || lost === sent) return true;
  const kept = sent - lost;
  if (lost <= 50) return exactFewerRuns(kept, lost, runs) > 0.05;
  const expected = (lost * (kept + 1)) / sent;
  const variance = (lost * kept * (lost - 1) * (kept + 1)) / (sent * sent * (sent - 1));
  return variance <= 0 || (runs - expected) / Math.sqrt(variance) > -Z95_ONE_SIDED;
}

/** P(at most `runs` loss runs) where `lost` losses fall at random among `kept` arrivals. */
function exactFewerRuns(kept: number, lost: number, runs: number): number {
  // P(r) = C(lost − 1, r − 1) C(kept + 1, r) / C(lost + kept, lost); every r from 1 by its ratio to the one before.
  const most = Math.min(lost, kept + 1);
  let weight = 1;
  let total = 0;
  let fewer = 0;
  for (let r = 1; r <= most; r++) {
    total += weight;
    if (r <= runs) fewer += weight;
    weight *= ((lost - r) * (kept + 1 - r)) / (r * (r + 1));
  }
  return fewer / total;
}

/**
 * Whether losses come evenly in time: their counts in batches spread no more than chance would (index of dispersion,
 * chi-square, one-sided at 5 %). It sees what runs within each flow cannot: one outage that strikes many flows at once.
 */
export function looksEven(batches: BatchData): boolean {
  const slots = filledSlots(batches);
  const [sent, lost] = [sumOf(batches.sent), sumOf(batches.sent) - sumOf(batches.received)];
  // The approximation wants five expected losses, and five arrivals, in each batch.
  const number = Math.min(40, slots, Math.floor(Math.min(lost, sent - lost) / 5));
  if (number < 2) return true;
  const ratio = lost / sent;
  let spread = 0;
  let freedom = -1;
  for (const batch of batchesOf(batches, number)) {
    if (batch.sent === 0) continue;
    spread += (batch.lost - batch.sent * ratio) ** 2 / (batch.sent * ratio * (1 - ratio));
    freedom++;
  }
  // Wilson and Hilferty (1931): the 95 % quantile of chi-square.
  const step = 2 / (9 * freedom);
  return freedom < 1 || spread < freedom * (1 - step + Z95_ONE_SIDED * Math.sqrt(step)) ** 3;
}

/**
 * Interval of the loss ratio: Wilson where losses look independent; else batch means by time of sending; null where
 * bursts are too few to tell. Fewer than two losses look independent whatever they are: one outage a day is not seen
 * in ten seconds.
 */
export function lossConfidence(
  sent: number,
  lost: number,
  runLengths: ReadonlyMap<number, number>,
  batches: BatchData,
): LossConfidence {
  if (sent === 0) return { interval: null, method: null };
  let runs = 0;
  for (const count of runLengths.values()) runs += count;
  if (looksIndependent(sent, lost, runs) && looksEven(batches))
    return { interval: wilson(lost, sent), method: 'wilson' };
  const interval = batchMeans(batches, sent, lost / sent);
  return { interval, method: interval === null ? null : 'batch-means' };
}

/**
 * The variance of the ratio from the spread of 20 batch means (Law and Kelton, 9.5.3) makes an effective number of
 * trials, with which the score interval keeps its shape near zero (Korn and Graubard 1998).
 */
function batchMeans(batches: BatchData, sent: number, ratio: number): [number, number] | null {
  if (filledSlots(batches) < BATCHES) return null;
  const filled = [...batchesOf(batches, BATCHES)].filter((batch) => batch.sent > 0);
  const hit = filled.filter((batch) => batch.lost > 0).length;
  const spared = filled.filter((batch) => batch.lost < batch.sent).length;
  if (filled.length < BATCHES || Math.min(hit, spared) < LEAST_HIT) return null;
  const squares = filled.reduce((all, batch) => all + (batch.lost / batch.sent - ratio) ** 2, 0);
  const variance = squares / (BATCHES - 1) / BATCHES;
  const trials = Math.min(sent, (ratio * (1 - ratio)) / variance);
  return wilson(ratio * trials, trials, T95);
}

const sumOf = (column: Float64Array): number => column.reduce((all, count) => all + count, 0);

const filledSlots = ({ sent }: BatchData): number => sent.findLastIndex((count) => count > 0) + 1;

function* batchesOf(batches: BatchData, number: number): Generator<{ sent: number; lost: number }> {
  const slots = filledSlots(batches);
  for (let batch = 0; batch < number; batch++) {
    const from = Math.floor((batch * slots) / number);
    const to = Math.floor(((batch + 1) * slots) / number);
    const sent = sumOf(batches.sent.subarray(from, to));
    yield { sent, lost: sent - sumOf(batches.received.subarray(from, to)) };
  }
}

/**
 * Ranks (from 1) between which the quantile lies with 95 %: order statistics, by the normal approximation of the binomial
 * (Conover 1999, §3.2). Null where the sample is too small for both ends to exist.
 * @param widening half-width in units of that of independent values, see {@link dependence}
 */
export function quantileRanks(count: number, share: number, widening = 1): [number, number] | null {
  const half = widening * Z95 * Math.sqrt(count * share * (1 - share));
  const low = Math.floor(count * share - half);
  const high = Math.ceil(count * share + half) + 1;
  return low < 1 || high > count ? null : [low, high];
}

const LEAST_SLICES = 5;

/**
 * By how much slow answers that come together widen the interval of a quantile: in slices of the run by time, the share of
 * values at or below it spreads more than chance would (design effect of cluster samples; Kish 1965, §5.4).
 * At least 1; 1 where there are fewer than {@link LEAST_SLICES} slices to judge by.
 */
export function dependence(
  slices: readonly { readonly count: number; readonly below: number }[],
  share: number,
): number {
  const filled = slices.filter(({ count }) => count > 0);
  const count = filled.reduce((all, slice) => all + slice.count, 0);
  const below = filled.reduce((all, slice) => all + slice.below, 0) / count;
  if (filled.length < LEAST_SLICES) return 1;
  const squares = filled.reduce((all, slice) => all + (slice.below - below * slice.count) ** 2, 0);
  const variance = (squares * filled.length) / (filled.length - 1);
  const effect = variance / (count * share * (1 - share));
  // Few slices know their own spread badly: Student's t by its first correction (Fisher and Cornish 1960).
  const student = 1 + (Z95 * Z95 + 1) / (4 * (filled.length - 1));
  return Math.max(1, Math.sqrt(effect) * student);
}
