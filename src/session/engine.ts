/**
 * The contract between the protocol state machines and the drivers that run them.
 *
 * An engine does no I/O and reads no clock: time is an argument, packets come in batches. A driver does, in turn:
 * `ingest` what the port received, `poll` for what is due, let the port send it, and hand back the `sent` batch.
 * All times are nanoseconds since the run's epoch.
 */

import type { Nanos } from '../units.ts';
import type { Batch } from '../wire/batch.ts';

/** Whether a flow can take another probe now (less than the bound of unsent bytes is waiting). */
export type Writable = (flow: number) => boolean;

export interface Engine {
  /** Takes what arrived; `batch.time` holds the times of arrival. */
  ingest(batch: Batch, now: Nanos): void;
  /**
   * Fills `out` (from `out.count` on) with what is to be sent now.
   * @returns the time at which to call again even if nothing arrives (Infinity: only an arrival matters).
   */
  poll(now: Nanos, out: Batch): Nanos;
  /** Takes back what `poll` filled, after the port has tried it: actual times and statuses. */
  sent(batch: Batch): void;
  /** A flow's connection has ended: `errno` null for an orderly end. */
  flowEnded(flow: number, errno: number | null, now: Nanos): void;
  /** The thread did not run from one time to the other, though it should have. */
  stood?(from: Nanos, to: Nanos): void;
  /** What arrives may wait until the next call of `poll`: nothing is sent in answer to it. */
  readonly patient?: boolean;
  /** Nothing more will be sent and nothing more is awaited. */
  readonly finished: boolean;
}
