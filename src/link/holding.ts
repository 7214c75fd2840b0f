/** Packets that wait until the next one of their flow has overtaken them, or until they have waited long enough. */
import type { Outcome } from './account/outcome.ts';
import type { Packet } from './packet/packet.ts';

export interface Held<T> {
  readonly packet: Packet;
  readonly extra: T;
  readonly outcome: Outcome;
  readonly slot: number;
  /** Copies of it that wait together. */
  copies: number;
  readonly deadline: number;
}

export class Holding<T> {
  readonly #flows = new Map<number, Held<T>[]>();
  /** Copies that wait. */
  count = 0;
  /** When the next one has waited long enough; Infinity where none waits. */
  deadline = Number.POSITIVE_INFINITY;

  /** @param before the first copy of the same packet, where there is one */
  add(before: Held<T> | undefined, held: Held<T>): Held<T> {
    this.count++;
    if (before !== undefined) {
      before.copies++;
      return before;
    }
    this.deadline = Math.min(this.deadline, held.deadline);
    const list = this.#flows.get(held.packet.key);
    if (list === undefined) this.#flows.set(held.packet.key, [held]);
    else list.push(held);
    return held;
  }

  /** A later packet of the flow is on its way. @returns what it overtook */
  overtaken(flow: number): readonly Held<T>[] {
    const list = this.#flows.get(flow);
    if (list === undefined) return [];
    this.#flows.delete(flow);
    return this.#released(list);
  }

  /** @returns those that nobody overtook in their time */
  expired(now: number): readonly Held<T>[] {
    if (this.deadline > now) return [];
    this.deadline = Number.POSITIVE_INFINITY;
    const late: Held<T>[] = [];
    for (const [flow, list] of this.#flows) {
      late.push(...list.filter((held) => held.deadline <= now));
      const rest = list.filter((held) => held.deadline > now);
      for (const held of rest) this.deadline = Math.min(this.deadline, held.deadline);
      if (rest.length === 0) this.#flows.delete(flow);
      else this.#flows.set(flow, rest);
    }
    return this.#released(late);
  }

  #released(list: readonly Held<T>[]): readonly Held<T>[] {
    for (const held of list) this.count -= held.copies;
    return list;
  }
}
