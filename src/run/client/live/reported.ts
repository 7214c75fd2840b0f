/**
 * What a run tells its screen: the generators' reports, packed, which travel in a file in memory (report-ring.ts) and are
 * merged where they are drawn; and what the run knows beside them.
 */

import type { StallData } from '../../../measure/delay/stalls.ts';
import type { LedgerSnapshot } from '../../../measure/ledger/ledger-data.ts';
import type { TcpInfo } from '../../../net/port.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { RunEvent } from '../../../result/events/events.ts';
import type { Transport } from '../../../units.ts';
import type { ServerSnapshot } from '../../../wire/control.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { StreamSnapshot } from '../threads/protocol.ts';

/** One generator's own view: exactly one of `ledger` and `stream` is known. Times in ns since the run's epoch. */
export interface GeneratorSnapshot {
  readonly ledger: LedgerSnapshot | null;
  readonly stream: StreamSnapshot | null;
  /** `over`: the last one. */
  readonly phase: 'warmup' | 'running' | 'draining' | 'over';
  readonly now: number;
  /** 0..1 */
  readonly utilisation: number | null;
  readonly stalls: StallData | null;
  /** Of the first flows; null where the platform does not tell. */
  readonly tcp: readonly Pick<TcpInfo, 'retransmits'>[] | null;
}

/** What the server said last, and when that was so as far as is known here, ns since the epoch. */
export interface Said {
  readonly snapshot: ServerSnapshot;
  readonly at: number;
}

/** What stands beside the reports of a transport; told when it begins. */
export interface Beside {
  readonly event: 'beside';
  readonly transport: Transport;
  readonly plan: TransportPlan;
  readonly connected: number;
  /** Start of the measured part, ns since the epoch. */
  readonly measuredFrom: number;
  readonly plainEcho: boolean;
  readonly warnings: readonly Warning[];
}

/** What a run tells within the program. */
export type LiveEvent = RunEvent | Beside | Unshown;

/** A generator's reports reach the screen no more. */
export interface Unshown {
  readonly event: 'unshown';
}
