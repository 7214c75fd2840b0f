/** What moved in each interval, by the time of the event: for one-way streams, where no probe has an answer. */
import { grown } from './columns.ts';
import { MOST_INTERVALS } from './intervals.ts';

export interface TrafficData {
  readonly count: Uint32Array;
  readonly bytes: Float64Array;
}

export class Traffic {
  readonly #start: number;
  readonly #length: number;
  #count = new Uint32Array(16);
  #bytes = new Float64Array(16);
  #intervals = 0;

  constructor(start: number, length: number) {
    this.#start = start;
    this.#length = length;
  }

  moved(at: number, bytes: number): void {
    const index = Math.max(0, Math.min(MOST_INTERVALS - 1, Math.floor((at - this.#start) / this.#length)));
    if (index >= this.#intervals) {
      this.#intervals = index + 1;
      this.#count = grown(this.#count, this.#intervals);
      this.#bytes = grown(this.#bytes, this.#intervals);
    }
    this.#count[index]!++;
    this.#bytes[index]! += bytes;
  }

  /** Zero where nothing has moved (yet). */
  at(index: number): { count: number; bytes: number } {
    return index < this.#intervals
      ? { count: this.#count[index]!, bytes: this.#bytes[index]! }
      : { count: 0, bytes: 0 };
  }

  data(): TrafficData {
    return { count: this.#count.slice(0, this.#intervals), bytes: this.#bytes.slice(0, this.#intervals) };
  }
}

export function mergeTraffic(parts: readonly TrafficData[]): TrafficData {
  const length = Math.max(0, ...parts.map((part) => part.count.length));
  const count = new Uint32Array(length);
  const bytes = new Float64Array(length);
  for (const part of parts) {
    for (let i = 0; i < part.count.length; i++) {
      count[i]! += part.count[i]!;
      bytes[i]! += part.bytes[i]!;
    }
  }
  return { count, bytes };
}
