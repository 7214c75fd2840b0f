/**
 * Connections that are no session's yet, by address: silent ones, those that were told something and do not go, and those
 * that began to speak. Where an address has too many, its oldest is given up: who speaks at once gets in, however many
 * stand before it. Where there are too many in all, the oldest of the most crowded network is.
 */
import type { Socket } from 'node:net';
import { networkOf } from './addresses.ts';

interface Waiting {
  readonly network: string;
  readonly sockets: Set<Socket>;
}

export class Pending {
  readonly #byAddress = new Map<string, Waiting>();
  #count = 0;

  /**
   * @param most of this address. @param mostInAll of all together
   * @returns the connection to give up, if any
   */
  add(address: string, socket: Socket, most: number, mostInAll: number): Socket | undefined {
    let waiting = this.#byAddress.get(address);
    if (waiting === undefined) {
      waiting = { network: networkOf(address), sockets: new Set() };
      this.#byAddress.set(address, waiting);
    }
    waiting.sockets.add(socket);
    this.#count++;
    if (waiting.sockets.size > most) return this.#giveUp(address, waiting);
    return this.#count > mostInAll ? this.#giveUp(...this.#mostCrowded()) : undefined;
  }

  delete(address: string, socket: Socket): void {
    const waiting = this.#byAddress.get(address);
    if (waiting?.sockets.delete(socket) !== true) return;
    this.#count--;
    if (waiting.sockets.size === 0) this.#byAddress.delete(address);
  }

  #giveUp(address: string, { sockets }: Waiting): Socket {
    const [oldest] = sockets;
    this.delete(address, oldest!);
    return oldest!;
  }

  /** Of the network with the most connections, the address that came first. */
  #mostCrowded(): [string, Waiting] {
    const crowds = new Map<string, number>();
    for (const { network, sockets } of this.#byAddress.values())
      crowds.set(network, (crowds.get(network) ?? 0) + sockets.size);
    let [network, most] = ['', 0];
    for (const [name, size] of crowds) if (size > most) [network, most] = [name, size];
    for (const one of this.#byAddress) if (one[1].network === network) return one;
    throw new Error('nobody waits');
  }
}
