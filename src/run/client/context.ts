/** What one transport's run is given. */
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { Warning } from '../../result/document/schema.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Concert } from './concert.ts';
import type { LiveEvent } from './live/reported.ts';
import type { TransportPlan } from './plan/effective.ts';

/** Where a transport's run goes. */
export interface Place {
  readonly address: string;
  readonly port: number;
  /** `address:port` as people write it. */
  readonly shown: string;
  /** A new control connection, given up when the signal says so; null: a plain echo target. */
  readonly control: ((signal: AbortSignal) => Promise<Socket>) | null;
  /** What a server that this run has started knows it by; null: a fresh one. */
  readonly nonce: string | null;
  /** Bytes that both ends of a UDP flow ask for where the run asks for none; null: the system's own. */
  readonly datagramBuffer: number | null;
}

export interface TransportContext {
  readonly spec: RunSpec;
  readonly plan: TransportPlan;
  readonly place: Place;
  readonly epoch: bigint;
  readonly clock: Clock;
  readonly engine: 'portable' | 'linux';
  readonly tool: string;
  /** Who this is, and which run, for the screen of the server. */
  readonly guest: { readonly name?: string; readonly run: string };
  readonly key: Uint8Array | null;
  /** The report ring of a screen; null: none. */
  readonly reports: number | null;
  /** What was known before anything was sent. */
  readonly warnings: readonly Warning[];
  readonly emit: (event: LiveEvent) => void;
  readonly notice: (text: string) => void;
  /** It is one of several runs that are summed up as one. */
  readonly concert: Concert | undefined;
}
