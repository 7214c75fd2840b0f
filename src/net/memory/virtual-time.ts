/** Time that moves only when it is told to: a queue of things that happen, in order of their times, then of asking. */
import type { Nanos } from '../../units.ts';

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

export class VirtualTime {
  #now = 0;
  #order = 0;
  /** A binary heap, soonest first. */
  readonly #heap: Happening[] = [];

  get now(): Nanos {
    return this.#now as Nanos;
  }

  /** When the next thing happens; Infinity: never. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  at(time: number, happen: () => void): void {
    const heap = this.#heap;
    const item = { at: Math.max(time, this.#now), order: this.#order++, happen };
    let place = heap.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(item, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = item;
  }

  /** Moves on to `time`; everything due until then happens, also what is added on the way. */
  advanceTo(time: number): void {
    while (this.#heap.length > 0 && this.next <= time) {
      const { at, happen } = this.#take();
      this.#now = at;
      happen();
    }
    if (time > this.#now && Number.isFinite(time)) this.#now = time;
  }

  #take(): Happening {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

const before = (a: Happening, b: Happening): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
