/** A comparison of runs before with runs after, as it is shown and written (`report --json BEFORE… -- AFTER…`). */
import type { Transport } from '../../units.ts';
import type { AssertResult, RunResult } from '../document/schema.ts';
import type { Kind } from '../metrics.ts';
import type { Identity } from './identity.ts';

export type ComparisonNote =
  | 'differentSpec'
  | 'differentHost'
  | 'differentEngine'
  | 'differentCongestion'
  | 'differentTarget'
  | 'differentVersion'
  | 'incomplete'
  | 'saturated'
  | 'sameRun'
  | 'sameOnBothSides'
  | 'sameSeed'
  | 'unknownLeftOut'
  | 'oneAfterTheOther';

export type Verdict = 'higher' | 'lower' | 'noChange' | 'unjudged';

export interface FigureComparison {
  readonly transport: Transport;
  readonly metric: string;
  readonly kind: Kind;
  /** The figure of each run, in the order given; runs in which it is unknown are left out. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** medianAfter − medianBefore. */
  readonly difference: number;
  /** difference / medianBefore; null where that is 0 and the other is not. */
  readonly change: number | null;
  /** Hodges-Lehmann estimate of after − before. */
  readonly shift: number;
  /** Simultaneous 95 % interval of the shift; null where there are too few runs. */
  readonly interval: readonly [number, number] | null;
  /** Of the rank test, before the correction for many figures; null where there are too few runs. */
  readonly p: number | null;
  readonly verdict: Verdict;
  /** Whether the change is for the better; null where there is none, or it cannot be judged. */
  readonly better: boolean | null;
}

export interface Comparison {
  readonly schema: 'sockbench.comparison/1';
  readonly before: readonly RunReference[];
  readonly after: readonly RunReference[];
  readonly figures: readonly FigureComparison[];
  /** Error rate over all figures together. */
  readonly alpha: number;
  /** Runs on each side that a judgement needs at least, with so many figures. */
  readonly runsNeeded: number;
  readonly notes: readonly ComparisonNote[];
  readonly asserts: readonly AssertResult[];
}

export interface RunReference {
  readonly file: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  /** What it was, by what was asked for. */
  readonly identity: Identity;
  /** What else may make two runs differ. */
  readonly conditions: Conditions;
}

export interface Conditions {
  readonly host: string;
  readonly engine: string;
  /** Of TCP, both senders; empty where nobody tells. */
  readonly congestion: string;
  readonly target: string;
  readonly version: string;
}

export interface Run {
  readonly file: string;
  readonly result: RunResult;
}
