/** What is known of a datagram by its first fragment, for the later ones, which have no ports and no probe's header. */
import type { Packet } from './packet.ts';

const MOST_REMEMBERED = 1024;

/** Of one direction. */
export class Fragments<T> {
  readonly #known = new Map<number, T>();

  remember(first: Packet, value: T): void {
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(keyOf(first), value);
  }

  /** @returns undefined where the first one was not seen */
  find(later: Packet): T | undefined {
    return this.#known.get(keyOf(later));
  }

  forget(later: Packet): void {
    this.#known.delete(keyOf(later));
  }
}

const keyOf = (packet: Packet): number => packet.version * 2 ** 33 + packet.identification;
