/** The delays of each answer by itself, for whoever cuts a run into phases afterwards. */
import { DELIVERY_LIMIT } from '../ledger/delivery.ts';

/** By place in the order of sending; NaN where nothing is known. Structured-cloneable. All in ns. */
export interface SampleData {
  /** Variation: above the least of its direction in the whole run. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** Network round trip: without the time in the server. */
  readonly trip: Float64Array;
}

/** Of answers that came lately, as they came: for a screen. Delays have the offset of the two clocks in them, ns. */
export interface FreshSamples {
  /** When each probe left, ns of the run's clock. */
  readonly sent: number[];
  readonly up: number[];
  readonly down: number[];
}

/** A screen that looks away for long misses the rest. */
const MOST_FRESH = 2000;

const unknown = (): Float64Array => new Float64Array(DELIVERY_LIMIT).fill(Number.NaN);

/** Of the first {@link DELIVERY_LIMIT} probes. */
export class Samples {
  readonly #up = unknown();
  readonly #down = unknown();
  readonly #trip = unknown();
  #count = 0;
  #fresh: FreshSamples = { sent: [], up: [], down: [] };

  add(order: number, up: number, down: number, trip: number): void {
    if (!(order >= 0 && order < DELIVERY_LIMIT)) return;
    this.#up[order] = up;
    this.#down[order] = down;
    this.#trip[order] = trip;
    this.#count = Math.max(this.#count, order + 1);
  }

  came(sent: number, up: number, down: number): void {
    if (this.#fresh.sent.length === MOST_FRESH) return;
    this.#fresh.sent.push(sent);
    this.#fresh.up.push(up);
    this.#fresh.down.push(down);
  }

  /** Since the last call; null: nothing. */
  takeFresh(): FreshSamples | null {
    if (this.#fresh.sent.length === 0) return null;
    const taken = this.#fresh;
    this.#fresh = { sent: [], up: [], down: [] };
    return taken;
  }

  data(): SampleData {
    const [up, down, trip] = [this.#up, this.#down, this.#trip].map((column) => column.slice(0, this.#count));
    return { up: up!, down: down!, trip: trip! };
  }
}
