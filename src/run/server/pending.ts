/**
 * Connections that have not said yet what they want, by address. Where an address has too many, its oldest is given up:
 * who speaks at once gets in, however many silent ones stand before it.
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
