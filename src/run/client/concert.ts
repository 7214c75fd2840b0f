/** What a run needs to be one of several that begin together and are summed up as one (the agents of a fleet). */
import type { Clock } from '../../clock.ts';
import type { Warning } from '../../result/document/schema.ts';
import type { EffectiveSpec } from '../../result/spec.ts';
import type { Transport } from '../../units.ts';
import type { ServerSnapshot } from '../../wire/control.ts';
import type { AssemblyInput } from './assemble/inputs.ts';
import type { Moment } from './generator/moment.ts';
import type { TransportPlan } from './plan/effective.ts';

/** Transports whose flows are open, and which begin together. */
export interface Ready {
  /** As granted. */
  readonly plans: readonly TransportPlan[];
  readonly effective: EffectiveSpec;
  readonly warnings: readonly Warning[];
  readonly clock: Clock;
}

/** What one transport has measured so far. */
export interface SoFar {
  readonly transport: Transport;
  readonly moment: Moment;
  /** What the server said last; null: nothing. */
  readonly server: ServerSnapshot | null;
}

export interface Concert {
  /** Generators of those before this one, and of all: by their places probes stand evenly among each other. */
  readonly before: number;
  readonly all: number;
  /**
   * @param signal somebody ended the run
   * @returns when to begin, ns of the run's clock; it resolves START_LEAD before, as the server begins when it is told
   */
  ready(group: Ready, signal: AbortSignal): Promise<number>;
  /** Once a second. */
  soFar(told: SoFar): void;
  /** All that a transport has measured, as it goes to the assembly. */
  measured(input: AssemblyInput): void;
}
