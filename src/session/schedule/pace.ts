/** What a generator is asked to send, and when. */
export interface Pace {
  readonly flows: number;
  /** Probes per second of this generator over its flows; null: a flood. */
  readonly rate: number | null;
  readonly arrivals: 'periodic' | 'poisson';
  readonly seed: number;
  /** Start of the warm-up, ns since the epoch. */
  readonly start: number;
  readonly warmup: number;
  /** Length of the measured part, ns. */
  readonly duration: number;
  /** Probes of the measured part; Infinity: as many as fit. */
  readonly count: number;
  /** Shifts this generator's probes against those of the others, ns. */
  readonly offset: number;
  /** The loss threshold, ns: a probe that is so late never leaves. */
  readonly threshold: number;
  /** Probes that may leave at once where they are overdue, before the rest is spread; Infinity: all of them. */
  readonly burst: number;
  /** ns for which something may be due while nothing can leave, before it is given up; Infinity: never. */
  readonly stall: number;
}
