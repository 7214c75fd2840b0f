/**
 * The sockets that a host's datagrams leave from: those that listen, and for an address of its own that has none (one of
 * the many of loopback, say) one for as long as somebody needs it. So answers leave from the address that was called.
 */
import { AnsweringSocket } from '../../../net/datagrams/answering.ts';
import type { Address } from '../../../net/port.ts';
import { within } from '../../listening/boundary.ts';

export interface OwnGuests {
  datagram(message: Buffer, from: Address, socket: AnsweringSocket): void;
  fault(error: unknown, address: string): void;
}

interface Extra {
  readonly socket: Promise<AnsweringSocket>;
  /** Who leaves from there. */
  users: number;
}

export class OwnAddresses {
  readonly #listening: () => readonly AnsweringSocket[];
  readonly #guests: OwnGuests;
  readonly #extra = new Map<string, Extra>();

  constructor(listening: () => readonly AnsweringSocket[], guests: OwnGuests) {
    this.#listening = listening;
    this.#guests = guests;
  }

  /** Sockets beside those that listen. */
  get extra(): number {
    return this.#extra.size;
  }

  /**
   * Where answers of somebody who called `local` leave from, until `leave` is called as often.
   * @param came the socket that heard it, which has to do where there can be no other
   */
  async at(local: string, came: AnsweringSocket): Promise<AnsweringSocket> {
    const listening = this.#listening().find((socket) => socket.local.address === local);
    if (listening !== undefined) return listening;
    const extra = this.#extra.get(local) ?? this.#open(local, came.local.port);
    extra.users++;
    try {
      return await extra.socket;
    } catch {
      // An address with a zone, or one that has just gone.
      this.#extra.delete(local);
      return came;
    }
  }

  leave(socket: AnsweringSocket): void {
    const extra = this.#extra.get(socket.local.address);
    if (extra === undefined || this.#listening().includes(socket) || --extra.users > 0) return;
    this.#extra.delete(socket.local.address);
    void socket.close();
  }

  close(): void {
    for (const { socket } of this.#extra.values())
      socket.then(
        (open) => open.close(),
        () => {},
      );
    this.#extra.clear();
  }

  #open(local: string, port: number): Extra {
    const opening = AnsweringSocket.open({ address: local, port }, { shared: 'next' });
    const socket = opening.then((open) => {
      open.onMessage((message, from) => {
        const fault = (error: unknown): void => this.#guests.fault(error, from.address);
        within(fault, () => this.#guests.datagram(message, from, open))();
      });
      return open;
    });
    const extra = { socket, users: 0 };
    this.#extra.set(local, extra);
    return extra;
  }
}
