/**
 * The connections of a server that has so many places. Where they are full, the longest quiet connection of the most
 * crowded network makes room, so that nobody shuts the door for others by coming often and saying nothing.
 */
import type { Socket } from 'node:net';
import { networkOf } from './addresses.ts';

interface Present {
  readonly network: string;
  /** ms. */
  quietSince: number;
}

export class Crowd {
  readonly #most: number;
  readonly #untroubled: number;
  readonly #present = new Map<Socket, Present>();

  /** @param most connections at once; @param untroubled ms of quiet that nobody of one's own network may end */
  constructor(most: number, untroubled: number) {
    this.#most = most;
    this.#untroubled = untroubled;
  }

  /** Everybody who is there. */
  get sockets(): Iterable<Socket> {
    return this.#present.keys();
  }

  /**
   * @param now ms
   * @returns whether there is a place, and who has to leave for it, whose place is free already
   */
  enter(
    socket: Socket,
    address: string,
    now: number,
  ): { readonly admitted: boolean; readonly instead?: Socket } {
    const network = networkOf(address);
    const instead = this.#present.size < this.#most ? undefined : this.#whoLeaves(network, now);
    if (this.#present.size >= this.#most && instead === undefined) return { admitted: false };
    if (instead !== undefined) this.#present.delete(instead);
    this.#present.set(socket, { network, quietSince: now });
    return { admitted: true, ...(instead !== undefined && { instead }) };
  }

  /** It has said something. */
  heard(socket: Socket, now: number): void {
    const present = this.#present.get(socket);
    if (present !== undefined) present.quietSince = now;
  }

  leave(socket: Socket): void {
    this.#present.delete(socket);
  }

  #whoLeaves(newcomer: string, now: number): Socket | undefined {
    const crowds = new Map([[newcomer, 1]]);
    for (const { network } of this.#present.values()) crowds.set(network, (crowds.get(network) ?? 0) + 1);
    // Of equals the newcomer's own: it takes no place from others.
    let [crowded, size] = [newcomer, crowds.get(newcomer)!];
    for (const [network, count] of crowds) if (count > size) [crowded, size] = [network, count];
    const latest = crowded === newcomer ? now - this.#untroubled : now;
    let quietest: Socket | undefined;
    let since = Number.POSITIVE_INFINITY;
    for (const [socket, { network, quietSince }] of this.#present) {
      if (network !== crowded || quietSince > latest || quietSince >= since) continue;
      quietest = socket;
      since = quietSince;
    }
    return quietest;
  }
}
