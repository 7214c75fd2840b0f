/** First in, first out: a ring that grows. */
import type { Waiting } from './discipline.ts';

export class Fifo<T extends Waiting> {
  #items: (T | undefined)[] = Array<undefined>(16).fill(undefined);
  #head = 0;
  packets = 0;
  bytes = 0;

  push(item: T): void {
    if (this.packets === this.#items.length) this.#grow();
    this.#items[(this.#head + this.packets++) & (this.#items.length - 1)] = item;
    this.bytes += item.bytes;
  }

  shift(): T | undefined {
    if (this.packets === 0) return undefined;
    const item = this.#items[this.#head]!;
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.packets--;
    this.bytes -= item.bytes;
    return item;
  }

  all(): T[] {
    return Array.from(
      { length: this.packets },
      (_, at) => this.#items[(this.#head + at) & (this.#items.length - 1)]!,
    );
  }

  #grow(): void {
    const all = this.all();
    this.#items = [...all, ...Array<undefined>(all.length).fill(undefined)];
    this.#head = 0;
  }
}
