/** What the run hands to the assembly of one transport's result. */

import type { Warning } from '../../../result/document/schema.ts';
import type { LinkReport } from '../../../result/impairment.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { Finished } from '../threads/pool.ts';
import type { Testimony } from '../witness.ts';
import type { Clocks } from './echo/delays.ts';

export interface AssemblyInput extends Testimony {
  readonly plan: TransportPlan;
  readonly engine: string;
  /** By worker; one that died is missing. */
  readonly finished: readonly Finished[];
  readonly workers: number;
  /** null: a plain echo target, or the control connection was lost. */
  readonly ledger: ServerLedger | null;
  readonly plainEcho: boolean;
  /** The run went to its planned end. */
  readonly completed: boolean;
  /** The last arrivals were not waited for to their end. */
  readonly cutShort: boolean;
  readonly perFlow: boolean;
  /** Of the run's clock; absent where time is virtual. */
  readonly epoch?: bigint;
  readonly screen: boolean;
  readonly clockResolution: number | null;
  readonly link: LinkReport | null;
  readonly clocks: Clocks;
  /** Of the run itself: limits, notices. */
  readonly warnings: readonly Warning[];
}
