/**
 * Histograms of times in ns, 1 ns to 1 h, 3 significant digits: the layout of HdrHistogram, recorded without allocation.
 *
 * The cells are kept here as one typed array, because recording and merging stand on the path of every packet; how they
 * are written for others is in encode-histogram.ts.
 * Count, minimum, maximum, mean and standard deviation are exact, beside the cells.
 */
/** Highest time that the cells hold, one hour; longer ones are counted in its cell (maximum and mean stay exact). */
export const HIGHEST = 3.6e12;
/** 3 digits: the cells of one power of two; the upper half is new in each. */
const SUB_BUCKETS = 2048;
const HALF = 1024;
const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);
DOUBLE[0] = 1;
/** Where the machine keeps a double's sign, exponent and first 20 bits. */
const UPPER = WORDS[1] === 0 ? 0 : 1;
/** Exponent (with its bias of 1023) and bits, less the cells before: 2^11 is the first value of cell 2048. */
const FIRST_DOUBLED = ((1023 + 11) << 10) - SUB_BUCKETS;
const CELLS = cellOf(HIGHEST) + 1;

/**
 * The cell that holds `value`, a whole number of ns from 0 to {@link HIGHEST}: its exponent and the first 10 bits behind
 * its leading one, which stand side by side in an IEEE 754 double.
 */
export function cellOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  DOUBLE[0] = value;
  return (WORDS[UPPER]! >>> 10) - FIRST_DOUBLED;
}

/** The cell of any time: what lies outside counts at the edge. */
const cellOfTime = (value: number): number =>
  cellOf(value <= 0 ? 0 : value >= HIGHEST ? HIGHEST : Math.round(value));

/** The highest value that shares a cell: what HdrHistogram reports for a percentile. */
export function highestOf(cell: number): number {
  if (cell < SUB_BUCKETS) return cell;
  const bucket = Math.floor(cell / HALF) - 1;
  return (cell - bucket * HALF + 1) * 2 ** bucket - 1;
}

/** The lowest value that shares a cell. */
export const lowestOf = (cell: number): number => (cell === 0 ? 0 : highestOf(cell - 1) + 1);

/** The filled cells alone: for sending between threads, and for keeping many. */
export interface HistogramData {
  readonly cells: Uint16Array;
  readonly counts: Uint32Array;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of squared distances from the mean (Welford). */
  readonly squares: number;
}

/** Quantiles of a histogram that came from elsewhere, without building it; `shares` ascending. */
export function quantilesOf(data: HistogramData, shares: readonly number[]): (number | null)[] {
  return ranksOf(
    data,
    shares.map((share) => Math.ceil(share * data.count - 1e-9)),
  );
}

/** See {@link Histogram.atRanks}. */
function ranksOf(
  { cells, counts, count, min, max }: HistogramData,
  ranks: readonly number[],
): (number | null)[] {
  if (count === 0) return ranks.map(() => null);
  let seen = 0;
  let at = -1;
  return ranks.map((wanted) => {
    const rank = Math.min(count, Math.max(1, wanted));
    while (seen < rank) seen += counts[++at]!;
    if (rank === 1) return min;
    return rank === count ? max : Math.max(min, Math.min(max, highestOf(cells[at]!)));
  });
}

/** `n[i]` values between 10^(i/10) and 10^((i+1)/10) ns, without trailing zeros. */
export function logarithmicOf({ cells, counts }: HistogramData): number[] {
  const n: number[] = [];
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    const middle = (lowestOf(cell) + highestOf(cell)) / 2;
    const at = Math.floor(Math.log10(Math.max(1, middle)) * 10);
    while (n.length <= at) n.push(0);
    n[at]! += counts[i]!;
  }
  return n;
}

export class Histogram {
  readonly #counts = new Uint32Array(CELLS);
  /** A bit for each cell that is not empty, and how many: a generator tells its cells between two probes. */
  readonly #filled = new Int32Array(Math.ceil(CELLS / 32));
  #distinct = 0;
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  /** @param value ns; a negative time (clock conversion) counts as 0 in the cells. @param times how often */
  record(value: number, times = 1): void {
    this.#count(cellOfTime(value), times);
    this.count += times;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    const away = value - this.#mean;
    this.#mean += (away * times) / this.count;
    this.#squares += away * times * (value - this.#mean);
  }

  #count(cell: number, times: number): void {
    const before = this.#counts[cell]!;
    if (before === 0) {
      this.#filled[cell >>> 5]! |= 1 << (cell & 31);
      this.#distinct++;
    }
    this.#counts[cell] = before + times;
  }

  get mean(): number | null {
    return this.count === 0 ? null : this.#mean;
  }

  /** Of the sample (n − 1); null below two values. */
  get stdDev(): number | null {
    return this.count < 2 ? null : Math.sqrt(this.#squares / (this.count - 1));
  }

  /** The value at or below which `share` (0..1) of the values lie, never outside the exact extremes; null where empty. */
  quantile(share: number): number | null {
    return this.quantiles([share])[0]!;
  }

  /** Several quantiles in one pass; `shares` ascending. */
  quantiles(shares: readonly number[]): (number | null)[] {
    return quantilesOf(this.data(), shares);
  }

  /** The values of given ranks (1 is the smallest value); `ranks` ascending, clamped to 1..count; null where empty. */
  atRanks(ranks: readonly number[]): (number | null)[] {
    return ranksOf(this.data(), ranks);
  }

  add(other: HistogramData): void {
    if (other.count === 0) return;
    for (let i = 0; i < other.cells.length; i++) this.#count(other.cells[i]!, other.counts[i]!);
    // Chan et al. (1979): means and squared distances of two samples joined.
    const count = this.count + other.count;
    const away = other.mean - this.#mean;
    this.#mean += (away * other.count) / count;
    this.#squares += other.squares + (away * away * this.count * other.count) / count;
    this.count = count;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  data(): HistogramData {
    const all = this.#counts;
    const filled = this.#filled;
    const cells = new Uint16Array(this.#distinct);
    const counts = new Uint32Array(this.#distinct);
    for (let word = 0, at = 0; at < cells.length; word++) {
      for (let bits = filled[word]!; bits !== 0; bits &= bits - 1) {
        const cell = word * 32 + 31 - Math.clz32(bits & -bits);
        cells[at] = cell;
        counts[at++] = all[cell]!;
      }
    }
    return {
      cells,
      counts,
      count: this.count,
      min: this.min,
      max: this.max,
      mean: this.#mean,
      squares: this.#squares,
    };
  }

  reset(): void {
    for (let word = 0; this.#distinct > 0; word++) {
      for (let bits = this.#filled[word]!; bits !== 0; bits &= bits - 1) this.#distinct--;
      if (this.#filled[word] !== 0) this.#counts.fill(0, word * 32, word * 32 + 32);
      this.#filled[word] = 0;
    }
    this.count = 0;
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
    this.#mean = 0;
    this.#squares = 0;
  }

  static from(parts: readonly HistogramData[]): Histogram {
    const all = new Histogram();
    for (const part of parts) all.add(part);
    return all;
  }
}
