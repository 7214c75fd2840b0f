/**
 * Who held the answers so far, for the screen. Which direction held them is known only when the clocks are: until then
 * the network is one.
 */
import { OwnerSums, SLOWEST, slowestOf } from './owners.ts';

/** In the order of the columns. */
export const HOLDERS = ['generator', 'blocked', 'network', 'server', 'unknown'] as const;

/** How many answers, then ns that each of {@link HOLDERS} held of them. */
export type HeldSum = readonly number[];

export interface HeldData {
  readonly all: HeldSum;
  /** Of the slowest hundredth. */
  readonly slowest: HeldSum;
}

const sumOf = (sums: OwnerSums, part: number): HeldSum => {
  const { count, held } = slowestOf(sums.data(), part);
  return [count, ...held];
};

export class HeldSoFar {
  readonly #sums = new OwnerSums(HOLDERS.length);
  readonly #held = new Float64Array(HOLDERS.length);
  #count = 0;

  /** ns of each. */
  record(generator: number, blocked: number, network: number, server: number, unknown: number): void {
    const held = this.#held;
    held[0] = Math.max(0, generator);
    held[1] = Math.max(0, blocked);
    held[2] = Math.max(0, network);
    held[3] = server;
    held[4] = unknown;
    this.#count++;
    this.#sums.record(held[0] + held[1] + held[2] + server + unknown, held);
  }

  /** null before the first answer. */
  data(): HeldData | null {
    return this.#count === 0 ? null : { all: sumOf(this.#sums, 1), slowest: sumOf(this.#sums, SLOWEST) };
  }
}

/** Of several generators: the slowest of each are taken together. null where none tells. */
export function mergeHeld(parts: readonly (HeldData | null)[]): HeldData | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  const added = (pick: (part: HeldData) => HeldSum): HeldSum =>
    pick(known[0]!).map((_, i) => known.reduce((all, part) => all + pick(part)[i]!, 0));
  return { all: added(({ all }) => all), slowest: added(({ slowest }) => slowest) };
}
