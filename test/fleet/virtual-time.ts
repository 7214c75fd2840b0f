/** Virtual time: what happens when, in order, and clocks that differ. */
import { type Fate, MemoryHub } from '../../src/fleet/bus/memory.ts';

export const MS = 1e6;

export const SECOND = 1e9;

/** What happens when, in order. */
export class Timeline {
  now = 0;
  readonly #events: { at: number; order: number; act: () => void }[] = [];
  #order = 0;

  at(at: number, act: () => void): void {
    this.#events.push({ at: Math.max(at, this.now), order: this.#order++, act });
  }

  later = (delay: number, act: () => void): void => this.at(this.now + delay, act);

  /** @returns whether `over` came true within `limit` ns */
  run(over: () => boolean, limit: number): boolean {
    while (!over()) {
      let first = 0;
      for (let i = 1; i < this.#events.length; i++) {
        const [a, b] = [this.#events[i]!, this.#events[first]!];
        if (a.at < b.at || (a.at === b.at && a.order < b.order)) first = i;
      }
      const event = this.#events[first];
      if (event === undefined || event.at > limit) return false;
      this.#events.splice(first, 1);
      this.now = event.at;
      event.act();
    }
    return true;
  }
}

/** A machine's clock: how far it is off at time zero, ns, and how fast it goes. */
export interface SomeClock {
  readonly offset: number;
  readonly drift: number;
}

/** Calls a machine again when it wants to be. */
export class Poller {
  readonly #time: Timeline;
  readonly #poll: () => number;
  #due = Number.POSITIVE_INFINITY;

  /** @param poll @returns when to be called again, of the timeline */
  constructor(time: Timeline, poll: () => number) {
    this.#time = time;
    this.#poll = poll;
  }

  run(): void {
    const next = this.#poll();
    if (!Number.isFinite(next) || (this.#due <= next && this.#due > this.#time.now)) return;
    this.#due = next;
    this.#time.at(next, () => {
      if (this.#due !== next) return;
      this.#due = Number.POSITIVE_INFINITY;
      this.run();
    });
  }
}

export const hubOn = (time: Timeline, fate?: Fate): MemoryHub => new MemoryHub(time.later, fate);
