/** From what a run tells and its generators report to what a screen shows; lives where the screen does. Pure. */
import type { RunEvent } from '../../../result/events/events.ts';
import type { Transport } from '../../../units.ts';
import { type HeldBack, heldBackFor } from '../assemble/stream/held-back.ts';
import { unpack, unpackSaid } from '../threads/packed-report.ts';
import { laneOf, type Shape, serverLaneOf } from './lanes.ts';
import type { LiveEvent } from './reported.ts';
import { TransportView } from './transport-view.ts';

export class LiveView {
  readonly #spec: Shape;
  readonly #views = new Map<Transport, TransportView>();
  /** Over the emulated link: which probes a lost segment held back. */
  readonly #held = new Map<Transport, HeldBack>();
  #over = false;

  constructor(spec: Shape) {
    this.#spec = spec;
  }

  /** Every event in its order, each once. @returns the event as the screen's reducer takes it; null: it is none for that */
  take(event: LiveEvent): RunEvent | null {
    if (event.event === 'unshown') return null;
    if (event.event === 'beside') {
      const { transport, plan } = event;
      const view =
        this.#views.get(transport) ?? new TransportView(Math.min(this.#spec.threads, plan.clients));
      this.#views.set(transport, view);
      view.know(event);
      return null;
    }
    if (event.event === 'result') this.#over = true;
    if (event.event === 'start') {
      const { mode, size } = event.effective;
      for (const transport of event.transports) {
        const held = heldBackFor({ transport, mode, size: size[transport]! });
        if (held !== undefined) this.#held.set(transport, held);
      }
    }
    if (event.event === 'packets') for (const held of this.#held.values()) held.take(event.packets);
    return event;
  }

  /**
   * Looks for what the generators have reported.
   * @param read the packed reports that came in a lane since it was asked last
   * @returns a snapshot for each time of which all generators of a transport have told; none after the result, which
   * would be the run's latest word
   */
  look(read: (lane: number) => readonly Uint8Array[]): RunEvent[] {
    if (this.#over) return [];
    return [...this.#views].flatMap(([transport, view]) => {
      for (const said of read(serverLaneOf(this.#spec, transport))) view.hear(unpackSaid(said));
      for (let worker = 0; worker < view.generators; worker++)
        for (const part of read(laneOf(this.#spec, transport, worker))) view.report(worker, unpack(part));
      return view
        .snapshots(this.#held.get(transport))
        .map((snapshot): RunEvent => ({ event: 'snapshot', transport, snapshot }));
    });
  }
}
