/** What a run says of itself before it measures: at its start, and once more when the server has granted what it grants. */
import type { ChosenEngine } from '../../../net/choose.ts';
import type { SocketState } from '../../../net/port.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { RunEvent } from '../../../result/events/events.ts';
import type { EffectiveSpec, RunSpec } from '../../../result/spec.ts';
import type { Transport } from '../../../units.ts';
import { asksAnything } from '../../sockets.ts';
import type { Departure } from './departure.ts';
import { pathWarnings } from './early-warnings.ts';
import type { TransportPlan } from './effective.ts';
import { effectiveOf } from './effective-spec.ts';

/** A transport that is about to begin. */
export interface Prepared {
  /** As granted. */
  readonly plan: TransportPlan;
  readonly limited: readonly string[];
  readonly given: SocketState | null;
  /** All so far: those known at the start come first. */
  readonly warnings: readonly Warning[];
}

export class Announced {
  readonly #spec: RunSpec;
  readonly #engine: ChosenEngine;
  readonly #together: boolean;
  readonly #serverAddress: string;
  readonly #usualCongestion: string | null;
  readonly #early: ReadonlyMap<Transport, readonly Warning[]>;
  readonly #limited = new Set<string>();
  #plans: readonly TransportPlan[];
  #given: SocketState | null = null;
  readonly #serverSockets: Record<string, SocketState> = {};
  /** As far as it is known by now. */
  effective: EffectiveSpec;

  /**
   * @param shown the server's address as people write it
   * @param usualCongestion control of TCP that asks for none; null: nobody knows
   */
  constructor(
    spec: RunSpec,
    engine: ChosenEngine,
    { plans, groups, path }: Departure,
    shown: string,
    usualCongestion: string | null,
  ) {
    this.#usualCongestion = usualCongestion;
    this.#spec = spec;
    this.#engine = engine;
    this.#together = groups.length === 1;
    this.#serverAddress = shown;
    this.#plans = plans;
    this.#early = new Map(plans.map((plan) => [plan.transport, pathWarnings(plan, path)]));
    this.effective = this.#now();
  }

  #now(): EffectiveSpec {
    const more = {
      together: this.#together,
      limited: [...this.#limited],
      serverAddress: this.#serverAddress,
      serverSockets: Object.keys(this.#serverSockets).length === 0 ? null : this.#serverSockets,
    };
    return effectiveOf(this.#spec, this.#plans, this.#engine, more, this.#given, this.#usualCongestion);
  }

  /** What was known of a transport before anything was sent. */
  warningsOf(transport: Transport): readonly Warning[] {
    return this.#early.get(transport) ?? [];
  }

  start(startedAt: string): RunEvent {
    const { transports } = this.#spec;
    const warnings = [...this.#early.values()].flat();
    return { event: 'start', startedAt, spec: this.#spec, effective: this.effective, transports, warnings };
  }

  /** @returns undefined where all is as `start` said */
  granted(prepared: readonly Prepared[]): RunEvent | undefined {
    const granted = new Map(prepared.map(({ plan }) => [plan.transport, plan]));
    this.#plans = this.#plans.map((plan) => granted.get(plan.transport) ?? plan);
    for (const { limited } of prepared) for (const limit of limited) this.#limited.add(limit);
    for (const { given: read } of prepared) this.#given = read ?? this.#given;
    const before = JSON.stringify(this.effective);
    this.effective = this.#now();
    const fresh = prepared.flatMap(({ plan, warnings: all }) =>
      all.slice(this.warningsOf(plan.transport).length),
    );
    // Both transports of a comparison meet the same limits.
    const warnings = [...new Map(fresh.map((warning) => [JSON.stringify(warning), warning])).values()];
    if (warnings.length === 0 && JSON.stringify(this.effective) === before) return undefined;
    return { event: 'granted', effective: this.effective, warnings };
  }

  /** What the server's system made of the options, told with its ledger. */
  served(transport: Transport, sockets: SocketState | null): void {
    if (sockets === null || !asksAnything(this.#spec)) return;
    this.#serverSockets[transport] = sockets;
    this.effective = this.#now();
  }
}
