/** Fates of first fragments, so that the later ones share them: a datagram is lost as a whole. */
import type { Packet } from './packet.ts';

const MOST_REMEMBERED = 1024;

export class Fragments {
  readonly #lost = new Map<number, boolean>();

  remember(first: Packet, lost: boolean): void {
    if (this.#lost.size >= MOST_REMEMBERED) this.#lost.clear();
    this.#lost.set(keyOf(first), lost);
  }

  /** @returns undefined where the first one was not seen */
  lost(later: Packet): boolean | undefined {
    return this.#lost.get(keyOf(later));
  }
}

const keyOf = (packet: Packet): number => packet.version * 2 ** 33 + packet.identification;
