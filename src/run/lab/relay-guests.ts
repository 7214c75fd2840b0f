/**
 * Who sends datagrams through a relay: one number for each address and port, as a router with NAT keeps them. Entries
 * end when their address has no session any more, or after a minute of silence; their number is bounded.
 */
import type { Socket as DatagramSocket, RemoteInfo } from 'node:dgram';
import { plainAddress } from '../listening/addresses.ts';

const FORGET_MS = 60_000;
const MOST_GUESTS = 16_384;

export interface Guest {
  readonly id: number;
  readonly remote: RemoteInfo;
  /** The socket that it reached, which answers it. */
  readonly socket: DatagramSocket;
  last: number;
}

export class RelayGuests {
  readonly #byPlace = new Map<string, Guest>();
  readonly #byId = new Map<number, Guest>();
  readonly #ofAddress = new Map<string, number>();
  readonly #mostOfAddress: number;
  readonly #forgotten: (id: number) => void;
  readonly #sweep: NodeJS.Timeout;
  #lastId = 0;

  /** @param forgotten told of every number that is used no more */
  constructor(mostOfAddress: number, forgotten: (id: number) => void) {
    this.#mostOfAddress = mostOfAddress;
    this.#forgotten = forgotten;
    this.#sweep = setInterval(() => this.#forgetSilent(), FORGET_MS / 4);
  }

  byId(id: number): Guest | undefined {
    return this.#byId.get(id);
  }

  /** @returns undefined where there are too many */
  of(socket: DatagramSocket, remote: RemoteInfo): Guest | undefined {
    const place = placeOf(remote);
    let guest = this.#byPlace.get(place);
    if (guest === undefined) {
      const address = plainAddress(remote.address);
      const others = this.#ofAddress.get(address) ?? 0;
      if (others >= this.#mostOfAddress || this.#byId.size >= MOST_GUESTS) return undefined;
      guest = { id: ++this.#lastId, remote, socket, last: 0 };
      this.#byPlace.set(place, guest);
      this.#byId.set(guest.id, guest);
      this.#ofAddress.set(address, others + 1);
    }
    guest.last = performance.now();
    return guest;
  }

  /** The last session of an address has ended. */
  left(address: string): void {
    for (const guest of this.#byId.values())
      if (plainAddress(guest.remote.address) === address) this.#forget(guest);
  }

  close(): void {
    clearInterval(this.#sweep);
  }

  #forgetSilent(): void {
    const oldest = performance.now() - FORGET_MS;
    for (const guest of this.#byId.values()) if (guest.last < oldest) this.#forget(guest);
  }

  #forget(guest: Guest): void {
    const address = plainAddress(guest.remote.address);
    const others = this.#ofAddress.get(address)! - 1;
    if (others === 0) this.#ofAddress.delete(address);
    else this.#ofAddress.set(address, others);
    this.#byPlace.delete(placeOf(guest.remote));
    this.#byId.delete(guest.id);
    this.#forgotten(guest.id);
  }
}

const placeOf = ({ address, port }: RemoteInfo): string => `${address} ${port}`;
