/** The delays of each answer by itself, for whoever cuts a run into phases afterwards. */
import { DELIVERY_LIMIT } from '../delivery.ts';

/** By place in the order of sending; NaN where nothing is known. Structured-cloneable. All in ns. */
export interface SampleData {
  /** Variation: above the least of its direction in the whole run. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** Network round trip: without the time in the server. */
  readonly trip: Float64Array;
}

const unknown = (): Float64Array => new Float64Array(DELIVERY_LIMIT).fill(Number.NaN);

/** Of the first {@link DELIVERY_LIMIT} probes. */
export class Samples {
  readonly #up = unknown();
  readonly #down = unknown();
  readonly #trip = unknown();
  #count = 0;

  add(order: number, up: number, down: number, trip: number): void {
    if (!(order >= 0 && order < DELIVERY_LIMIT)) return;
    this.#up[order] = up;
    this.#down[order] = down;
    this.#trip[order] = trip;
    this.#count = Math.max(this.#count, order + 1);
  }

  data(): SampleData {
    const [up, down, trip] = [this.#up, this.#down, this.#trip].map((column) => column.slice(0, this.#count));
    return { up: up!, down: down!, trip: trip! };
  }
}
