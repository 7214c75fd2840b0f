/** One queue for all: drop-tail, with CoDel at its head where it is managed. */
import { Codel } from './codel.ts';
import { type Discipline, fits, type Room, type Told, type Waiting } from './discipline.ts';
import { Fifo } from './fifo.ts';

export class SingleQueue<T extends Waiting> implements Discipline<T> {
  readonly #room: Room;
  readonly #told: Told<T>;
  readonly #fifo = new Fifo<T>();
  readonly #codel: Codel<T> | undefined;

  /** @param managed by CoDel; null: by nothing */
  constructor(room: Room, told: Told<T>, managed: { readonly ecn: boolean } | null) {
    this.#room = room;
    this.#told = told;
    this.#codel = managed === null ? undefined : new Codel(managed.ecn, told);
  }

  get packets(): number {
    return this.#fifo.packets;
  }

  get bytes(): number {
    return this.#fifo.bytes;
  }

  enqueue(item: T, now: number): void {
    if (fits(this.#room, this.#fifo, item.bytes)) this.#fifo.push(item);
    else this.#told.dropped(item, 'full', now);
  }

  put(item: T): void {
    this.#fifo.push(item);
  }

  dequeue(now: number): T | undefined {
    return this.#codel === undefined ? this.#fifo.shift() : this.#codel.dequeue(this.#fifo, now);
  }

  waiting(): readonly T[] {
    return this.#fifo.all();
  }
}
