/** What left or arrived whole in each interval, by the time of the event: for one-way streams, where no probe has an answer. */
import { grown } from '../columns.ts';
import { MOST_INTERVALS } from './intervals.ts';

export class Traffic {
  readonly #start: number;
  readonly #length: number;
  #count = new Uint32Array(16);
  #intervals = 0;

  constructor(start: number, length: number) {
    this.#start = start;
    this.#length = length;
  }

  moved(at: number): void {
    const index = Math.max(0, Math.min(MOST_INTERVALS - 1, Math.floor((at - this.#start) / this.#length)));
    if (index >= this.#intervals) {
      this.#intervals = index + 1;
      this.#count = grown(this.#count, this.#intervals);
    }
    this.#count[index]!++;
  }

  /** Zero where nothing has moved (yet). */
  at(index: number): number {
    return index < this.#intervals ? this.#count[index]! : 0;
  }

  data(): Uint32Array {
    return this.#count.slice(0, this.#intervals);
  }
}

export function mergeTraffic(parts: readonly Uint32Array[]): Uint32Array {
  const merged = new Uint32Array(Math.max(0, ...parts.map((part) => part.length)));
  for (const part of parts) for (let i = 0; i < part.length; i++) merged[i]! += part[i]!;
  return merged;
}
