/**
 * An experiment answers one question with several runs: it is data and two pure functions. What runs, what is shown, what
 * is kept when something fails, and how it ends on a signal is the conductor's (conduct.ts), the same for all.
 */

import type { RunHandle } from '../library/run.ts';
import type { RunRequest } from '../library/spec.ts';
import type { RunResult } from '../result/document/schema.ts';
import type { RunEvent } from '../result/events/events.ts';

/** One run of a step. */
export interface StepRun {
  readonly name: string;
  readonly request: RunRequest;
  /** It begins so many ns after the step; 0 where nothing is said. */
  readonly after?: number;
  /** That time counts from the first answers of this run of the step, which stands before it: a busy machine is slow to begin. */
  readonly beside?: string;
  /** Nor does it begin before that one of the step has ended, which stands before it, and so many ns have passed since. */
  readonly follows?: string;
  readonly pause?: number;
  /** It goes on beside the others, and is ended so many ns after all of them have. */
  readonly until?: number;
  /**
   * ns: so long after it began (after it was told to end, where it goes on beside others) it is ended, whatever it still awaits;
   * for ever where nothing is said.
   */
  readonly most?: number;
}

/** Runs that go on together. The next step begins when all of them have ended. */
export interface Step {
  readonly name: string;
  readonly runs: readonly StepRun[];
}

export interface Experiment<Plan, Body> {
  /** The next step, by what was measured so far; null: done. Pure. */
  steps(plan: Plan, soFar: readonly RunResult[]): Step | null;
  /** What the runs say together, however many there are. Pure. */
  verdict(plan: Plan, runs: readonly RunResult[]): Body;
}

/** What makes a run: the library's `run`, or a network in memory. */
export type Runner = (request: RunRequest, signal: AbortSignal) => RunHandle;

export type ExperimentEvent<Document> =
  | { readonly event: 'step'; readonly step: number; readonly name: string; readonly runs: readonly string[] }
  | { readonly event: 'run'; readonly step: number; readonly run: string; readonly of: RunEvent }
  | { readonly event: 'document'; readonly document: Document };
