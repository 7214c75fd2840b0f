/**
 * Who held the answers: shares of the response time (closed loop: of the service time), over all and over the slowest.
 *
 * The slowest are known only at the end, so what each owner held is summed up by classes of the response time, 64 to a
 * power of two: the class on the edge of the slowest hundredth counts with the part of it that belongs there.
 */

/** In the order of the columns. */
export const OWNERS = ['generator', 'blocked', 'path', 'up', 'down', 'server', 'unknown'] as const;
export type Owner = (typeof OWNERS)[number];
export type Shares = Readonly<Record<Owner, number>>;

const PER_OCTAVE = 64;
/** 1 ns to some 2^42 ns, more than an hour. */
const CLASSES = 43 * PER_OCTAVE;
export const SLOWEST = 0.01;

const classOf = (response: number): number =>
  Math.min(CLASSES - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, response)) * PER_OCTAVE)));

/** Sums by class: filled classes alone, each as its class, its count and ns of each owner. */
export type OwnerData = readonly (readonly number[])[];

/** Without other owners given, those of {@link OWNERS}. */
export class OwnerSums {
  readonly #width: number;
  /** By class: how many, then ns of each owner. */
  readonly #sums = new Map<number, Float64Array>();

  constructor(owners: number = OWNERS.length) {
    this.#width = owners + 1;
  }

  /** @param held ns of each owner, in the order of {@link OWNERS}; their sum is the response time */
  record(response: number, held: Float64Array): void {
    const sums = this.#of(classOf(response));
    sums[0]!++;
    for (let i = 0; i < held.length; i++) sums[i + 1]! += held[i]!;
  }

  #of(at: number): Float64Array {
    let sums = this.#sums.get(at);
    if (sums === undefined) {
      sums = new Float64Array(this.#width);
      this.#sums.set(at, sums);
    }
    return sums;
  }

  add(data: OwnerData): void {
    for (const [at, ...values] of data) {
      const sums = this.#of(at!);
      values.forEach((value, i) => {
        sums[i]! += value;
      });
    }
  }

  data(): OwnerData {
    return [...this.#sums].map(([at, sums]) => [at, ...sums]);
  }
}

/** ns of each owner over the slowest `part` (0..1] of all answers, and how many those are. */
export function slowestOf(data: OwnerData, part: number): { count: number; held: Float64Array } {
  const classes = [...data].sort((a, b) => b[0]! - a[0]!);
  const count = part * classes.reduce((all, [, n]) => all + n!, 0);
  const held = new Float64Array((data[0]?.length ?? 2) - 2);
  let wanted = count;
  for (const [, n, ...times] of classes) {
    if (wanted <= 0) break;
    const weight = Math.min(1, wanted / n!);
    times.forEach((time, i) => {
      held[i]! += weight * time;
    });
    wanted -= n!;
  }
  return { count, held };
}

const named = (values: (i: number) => number): Shares =>
  Object.fromEntries(OWNERS.map((owner, i) => [owner, values(i)])) as Record<Owner, number>;

/** Shares over the slowest `part` (0..1] of all answers; they add up to 1. null where nobody held anything. */
export function sharesOf(data: OwnerData, part = 1): Shares | null {
  const { held } = slowestOf(data, part);
  const all = held.reduce((sum, time) => sum + time, 0);
  return all > 0 ? named((i) => held[i]! / all) : null;
}

/** Mean ns that each owner held of one of the slowest `part`; null where there were none. */
export function meansOf(data: OwnerData, part = 1): Shares | null {
  const { count, held } = slowestOf(data, part);
  return count > 0 ? named((i) => held[i]! / count) : null;
}
