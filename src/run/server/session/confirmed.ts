/** Bytes that the other ends of a session's connections have confirmed, those that have ended included. */
import type { TcpInfo } from '../../../net/port.ts';

export class Confirmed {
  readonly #read: (flow: number) => TcpInfo | null;
  readonly #last = new Map<number, number>();

  constructor(read: (flow: number) => TcpInfo | null) {
    this.#read = read;
  }

  /** @param flows those that are open now */
  sum(flows: Iterable<number>): number {
    for (const flow of flows) {
      const told = this.#read(flow)?.acknowledged ?? null;
      if (told !== null) this.#last.set(flow, told);
    }
    return [...this.#last.values()].reduce((all, one) => all + one, 0);
  }
}
