/** From what a run reports to what its screen shows; lives where the screen does. Pure. */
import type { HistogramData } from '../../measure/histogram.ts';
import type { RunEvent } from '../../result/events.ts';
import type { Transport } from '../../units.ts';
import { type HeldBack, heldBackFor } from './held-back.ts';
import { liveSnapshot } from './live.ts';
import { type LiveEvent, type Reported, unpacked } from './reported.ts';

/** Some three seconds. */
const LAG_REPORTS = 12;

export class LiveView {
  /** Over the emulated link: which probes a lost segment held back. */
  readonly #held = new Map<Transport, HeldBack>();
  readonly #before = new Map<Transport, { readonly now: number; readonly sent: number }>();

  /** Of the last reports, those of all generators. */
  readonly #lags = new Map<Transport, readonly (readonly HistogramData[])[]>();

  /** Every event in its order, each once. @returns the event as the screen's reducer takes it */
  take(event: LiveEvent): RunEvent {
    if (event.event === 'reported') return this.#snapshot(event);
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

  #snapshot({ transport, parts, ...known }: Reported): RunEvent {
    const unpackedParts = parts.map(unpacked);
    const lags = [
      ...(this.#lags.get(transport) ?? []),
      unpackedParts.flatMap(({ ledger }) => ledger?.sendLag ?? []),
    ].slice(-LAG_REPORTS);
    this.#lags.set(transport, lags);
    const snapshot = liveSnapshot(unpackedParts, {
      ...known,
      held: this.#held.get(transport),
      before: this.#before.get(transport),
      lags: lags.flat(),
    });
    const now = Math.max(...unpackedParts.map((part) => part.now));
    this.#before.set(transport, { now, sent: snapshot.sent });
    return { event: 'snapshot', transport, snapshot };
  }
}
