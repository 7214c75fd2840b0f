/** What a transport tells a screen beside its generators' reports, where there is one. */
import type { Warning } from '../../../result/document/schema.ts';
import { MILLISECOND } from '../../../units.ts';
import type { ServerSnapshot } from '../../../wire/control.ts';
import type { TransportContext } from '../context.ts';
import type { TransportPlan } from '../plan/effective.ts';
import { packSaid } from '../threads/packed-report.ts';
import { serverLaneOf } from './lanes.ts';
import type { Said } from './reported.ts';
import { Teller } from './teller.ts';

export class TellingBeside {
  readonly #context: TransportContext;
  readonly #server: Teller<Said> | undefined;

  constructor(context: TransportContext) {
    this.#context = context;
    const { spec, plan, reports } = context;
    if (reports !== null)
      this.#server = new Teller({ fd: reports, lane: serverLaneOf(spec, plan.transport) }, packSaid);
  }

  /** @param at.measuredFrom ns since the epoch */
  begin(
    plan: TransportPlan,
    at: { readonly connected: number; readonly measuredFrom: number; readonly warnings: readonly Warning[] },
  ): void {
    const { emit, place, reports } = this.#context;
    if (reports === null) return;
    emit({ event: 'beside', transport: plan.transport, plan, plainEcho: place.control === null, ...at });
  }

  server(snapshot: ServerSnapshot): void {
    this.#server?.tell({ snapshot, at: this.#context.clock() - snapshot.age * MILLISECOND });
  }

  /** The reports reach it no more. */
  unshown(): void {
    this.#context.emit({ event: 'unshown' });
  }
}
