/**
 * FQ-CoDel (RFC 8290): a queue for each flow, served in turn by deficit round robin, each with a CoDel of its own.
 * A flow that begins, or sends little, goes before those that have been waiting (section 4.2).
 */
import { Codel } from './codel.ts';
import { type Discipline, fits, type Room, type Told, type Waiting } from './discipline.ts';
import { Fifo } from './fifo.ts';
import { FlowTable } from './flow-table.ts';

/** Bytes that a flow may send in its turn: one packet of Ethernet. */
export const QUANTUM = 1514;

interface Flow<T extends Waiting> {
  readonly fifo: Fifo<T>;
  readonly codel: Codel<T>;
  credits: number;
  /** In a list: it is served, or waits for its turn to end. */
  active: boolean;
}

export class FqCodel<T extends Waiting> implements Discipline<T> {
  readonly #room: Room;
  readonly #told: Told<T>;
  readonly #flows: FlowTable<Flow<T>>;
  #new: Flow<T>[] = [];
  #old: Flow<T>[] = [];
  packets = 0;
  bytes = 0;

  constructor(room: Room, told: Told<T>, ecn: boolean, seed: number) {
    this.#room = room;
    this.#told = told;
    const dropped: Told<T>['dropped'] = (item, why, now) => {
      this.#gone(item);
      told.dropped(item, why, now);
    };
    const make = (): Flow<T> => ({
      fifo: new Fifo(),
      codel: new Codel(ecn, { dropped, marked: (item) => told.marked(item) }),
      credits: 0,
      active: false,
    });
    this.#flows = new FlowTable(seed, make, ({ active }) => !active);
  }

  /** Where it is full, the fattest flow loses from its head: mostly not the packet that came (section 4.1). */
  enqueue(item: T, now: number): void {
    const full = !fits(this.#room, this, item.bytes);
    this.put(item);
    if (!full) return;
    while (this.packets > this.#room.packets || this.bytes > this.#room.bytes) {
      const victim = this.#fattest().fifo.shift()!;
      this.#gone(victim);
      this.#told.dropped(victim, 'full', now);
    }
  }

  put(item: T): void {
    const flow = this.#flows.of(item.flow);
    flow.fifo.push(item);
    this.packets++;
    this.bytes += item.bytes;
    if (flow.active) return;
    flow.active = true;
    flow.credits = QUANTUM;
    this.#new.push(flow);
  }

  dequeue(now: number): T | undefined {
    for (;;) {
      const fresh = this.#new.length > 0;
      const list = fresh ? this.#new : this.#old;
      const flow = list[0];
      if (flow === undefined) return undefined;
      if (flow.credits <= 0) {
        flow.credits += QUANTUM;
        this.#old.push(list.shift()!);
        continue;
      }
      const item = flow.codel.dequeue(flow.fifo, now);
      if (item !== undefined) {
        flow.credits -= item.bytes;
        this.#gone(item);
        return item;
      }
      list.shift();
      // A new flow that is empty goes through the old ones once, or it could go before them again and again.
      if (fresh) this.#old.push(flow);
      else flow.active = false;
    }
  }

  waiting(): readonly T[] {
    return [...this.#new, ...this.#old]
      .flatMap(({ fifo }) => fifo.all())
      .sort((one, other) => one.arrived - other.arrived);
  }

  #gone(item: T): void {
    this.packets--;
    this.bytes -= item.bytes;
  }

  #fattest(): Flow<T> {
    let fattest: Flow<T> | undefined;
    for (const list of [this.#new, this.#old])
      for (const flow of list)
        if (fattest === undefined || flow.fifo.bytes > fattest.fifo.bytes) fattest = flow;
    return fattest!;
  }
}
