/** What a screen that comes in the middle of a run has to know: the latest event of each kind. Pure. */
import type { RunEvent } from '../../result/events/events.ts';
import type { Beside, LiveEvent } from '../../run/client/live/reported.ts';
import type { Transport } from '../../units.ts';

export class Memory {
  #start: RunEvent | undefined;
  #granted: RunEvent | undefined;
  #impairment: RunEvent | undefined;
  #result: RunEvent | undefined;
  readonly #beside = new Map<Transport, Beside>();
  #packets = 0;

  take(event: LiveEvent): void {
    if (event.event === 'start') this.#start = event;
    else if (event.event === 'granted') this.#granted = event;
    else if (event.event === 'beside') this.#beside.set(event.transport, event);
    else if (event.event === 'impairment') this.#impairment = event;
    else if (event.event === 'packets') this.#packets += event.packets.length + event.skipped;
    else if (event.event === 'result') this.#result = event;
  }

  /** In an order that makes sense of them. Packets that are gone are told as skipped, so that nobody counts without them. */
  events(): readonly LiveEvent[] {
    const packets: RunEvent[] =
      this.#packets === 0 ? [] : [{ event: 'packets', packets: [], skipped: this.#packets }];
    const latest = [this.#start, this.#granted, this.#impairment];
    return [...latest, ...this.#beside.values(), ...packets, this.#result].filter(
      (event) => event !== undefined,
    );
  }
}
