/**
 * What the generators report for a screen, on its way through the process that measures. It travels packed and is looked
 * into only where it is drawn: merging it there took a millisecond of a processor that a generator was waiting for, five
 * times a second.
 */
import { deserialize, serialize } from 'node:v8';
import type { LedgerSnapshot } from '../../measure/ledger-data.ts';
import type { TcpInfo } from '../../net/port.ts';
import type { RunEvent } from '../../result/events.ts';
import type { Warning } from '../../result/schema.ts';
import type { Transport } from '../../units.ts';
import type { ServerSnapshot } from '../../wire/control.ts';
import type { TransportPlan } from './effective.ts';
import type { StreamSnapshot } from './worker-protocol.ts';

/** One generator's own view: exactly one of `ledger` and `stream` is known. Times in ns since the run's epoch. */
export interface GeneratorSnapshot {
  readonly ledger: LedgerSnapshot | null;
  readonly stream: StreamSnapshot | null;
  readonly phase: 'warmup' | 'running' | 'draining';
  readonly now: number;
  /** 0..1 */
  readonly utilisation: number | null;
  readonly tcp: readonly TcpInfo[] | null;
}

/** All of them at about the same time, and what this side knows beside them. */
export interface Reported {
  readonly event: 'reported';
  readonly transport: Transport;
  /** One {@link packed} snapshot of each generator. */
  readonly parts: readonly Uint8Array[];
  readonly plan: TransportPlan;
  readonly connected: number;
  /** Start of the measured part, ns since the epoch. */
  readonly measuredFrom: number;
  readonly server: ServerSnapshot | undefined;
  /** What this side had counted when the server spoke last. */
  readonly heard: { readonly sent: number; readonly received: number };
  readonly plainEcho: boolean;
  readonly warnings: readonly Warning[];
}

/** What a run tells within the program. */
export type LiveEvent = RunEvent | Reported;

export const packed = (snapshot: GeneratorSnapshot): Uint8Array => serialize(snapshot);

/** @param part of this program, never from a network or a file */
export const unpacked = (part: Uint8Array): GeneratorSnapshot => deserialize(part) as GeneratorSnapshot;
