/** What is known of each agent when a fleet's run is over. */

import type { AgentResult } from '../../result/document/schema.ts';
import type { EffectiveSpec } from '../../result/spec.ts';
import type { TransportPlan } from '../../run/client/plan/effective.ts';
import type { Transport } from '../../units.ts';
import type { Failure } from '../protocol/messages.ts';
import type { Part } from '../protocol/part-schema.ts';
import type { Progress } from './lost/progress.ts';

/** Of one transport of one agent. */
export interface Measured {
  /** As it was granted. */
  readonly plan: TransportPlan;
  /** What was handed over; null: it was not. */
  readonly part: Part | null;
  readonly progress: Progress;
}

export interface AgentOutcome extends Pick<AgentResult, 'name' | 'host' | 'clock'> {
  /** Equal for agents on one machine; null: not known. */
  readonly machine: string | null;
  /** Of the whole load, 0..1. */
  readonly share: number;
  /** It fell silent before all was handed over. */
  readonly lost: boolean;
  /** Why its run ended before its time; null: it did not. */
  readonly failure: Failure | null;
  readonly effective: EffectiveSpec | null;
  /** Transports whose flows were open. */
  readonly measured: ReadonlyMap<Transport, Measured>;
}

/** It has handed over all that it had, and that was all that it was to measure. */
export const isWhole = ({ lost, failure }: AgentOutcome, { part }: Measured): boolean =>
  part !== null && !lost && failure === null && part.finished.length === part.workers;
