/**
 * Connections that are no session's yet, by address: silent ones, those that were told something and do not go, and those
 * that began to speak. Where an address has too many, its oldest is given up: who speaks at once gets in, however many
 * stand before it.
 */
import type { Socket } from 'node:net';

export class Pending {
  readonly #byAddress = new Map<string, Set<Socket>>();

  /** @returns the connection to give up, if any */
  add(address: string, socket: Socket, most: number): Socket | undefined {
    let waiting = this.#byAddress.get(address);
    if (waiting === undefined) {
      waiting = new Set();
      this.#byAddress.set(address, waiting);
    }
    waiting.add(socket);
    if (waiting.size <= most) return undefined;
    const [oldest] = waiting;
    waiting.delete(oldest!);
    return oldest;
  }

  delete(address: string, socket: Socket): void {
    const waiting = this.#byAddress.get(address);
    if (waiting?.delete(socket) === true && waiting.size === 0) this.#byAddress.delete(address);
  }
}
