/** Looks from time to time at what waits behind a lost segment, of streams whose bytes end here. */
import type { Clock } from '../../../clock.ts';
import type { Batch } from '../../../wire/batch.ts';
import type { StreamFlow } from './flow.ts';

/** ns between two looks; and flows of which more are not looked at. */
const LOOK_EVERY = 10e6;
const MOST_LOOKED_AT = 64;

export class LookBehind {
  readonly #clock: Clock;
  #flows: StreamFlow[] = [];
  #next = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(flow: StreamFlow): void {
    this.#flows.push(flow);
  }

  look(batch: Batch): void {
    const flows = this.#flows.length;
    if (flows === 0 || flows > MOST_LOOKED_AT || this.#clock() < this.#next) return;
    this.#next = this.#clock() + LOOK_EVERY;
    for (const flow of this.#flows) flow.look(batch);
  }

  clear(): void {
    this.#flows = [];
  }
}
