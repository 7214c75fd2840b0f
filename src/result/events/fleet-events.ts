/** What a fleet tells each second: each of its agents, and their sums. */
import type { Transport } from '../../units.ts';

/** Counts of all transports so far, warm-up excluded; null: nothing was told yet. Times in ns. */
export interface AgentMoment {
  readonly name: string;
  readonly state: 'free' | 'preparing' | 'ready' | 'armed' | 'running' | 'over' | 'refused' | 'lost';
  /** Since it was last heard. */
  readonly silentSeconds: number;
  /** Probes per second of the last second. */
  readonly rate: number | null;
  readonly sent: number | null;
  readonly received: number | null;
  /** Lost and late so far. */
  readonly missing: number | null;
  readonly sendLagP99: number | null;
  /** Its clock is known so well against the coordinator's, ±. */
  readonly clockError: number | null;
}

/** Of one transport, over all agents. */
export interface FleetSums {
  readonly transport: Transport;
  /** Probes, and payload bits that arrived, per second of the last second. */
  readonly rate: number;
  readonly bits: number | null;
  readonly sent: number;
  readonly received: number;
  readonly missing: number | null;
  /** Of the whole run so far, response times where there is a schedule; null one way. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface FleetMoment {
  /** Since the instant at which all begin; null: not yet. */
  readonly atSeconds: number | null;
  readonly agents: readonly AgentMoment[];
  readonly sums: readonly FleetSums[];
}
