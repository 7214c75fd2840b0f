import type { Packet } from '../packet/packet.ts';

/** Two generations of this many probes are remembered. */
const GENERATION = 65_536;

/** How often the same probe came before: a plain echo server answers every copy, and each answer has its own fate. */
export class SeenBefore {
  #young = new Map<number, number>();
  #old = new Map<number, number>();

  count(packet: Packet): number {
    // Exact up to 2¹⁹ flows and 2³³ probes of each.
    const key = (packet.flow * 2 + (packet.warmup ? 1 : 0)) * 2 ** 33 + packet.number;
    const times = this.#young.get(key) ?? this.#old.get(key) ?? 0;
    this.#young.set(key, times + 1);
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return Math.min(times, 60);
  }
}
