/** One guest's datagrams in the inner half of a relay: a socket of its own, connected to the server across the link. */
import { ConnectedSocket } from '../../../net/datagrams/connected.ts';
import { readDrops, socketKey } from '../../../net/portable/drops.ts';

const RECEIVE_BUFFER = 4 * 2 ** 20;
/** Datagrams that wait for the socket to be connected, which takes no round trip. */
const MOST_WAITING = 256;

export interface InnerGuestOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: (message: Buffer) => void;
  /** The socket is of no use: a later datagram needs a new guest. */
  readonly failed: () => void;
}

export class InnerGuest {
  readonly #socket: ConnectedSocket;
  readonly #waiting: Uint8Array[] = [];
  #key: string | undefined;
  last = 0;
  /** Datagrams that found too many waiting. */
  #refused = 0;

  constructor({ host, port, answer, failed }: InnerGuestOptions) {
    const remote = { address: host, port };
    const events = {
      message: answer,
      // Connected: nobody listens there at the moment; the guest asks again, or gives up. Before: no descriptor is left.
      error: () => {
        if (this.#key === undefined) failed();
      },
    };
    // A connected socket hears the server's flow sockets alone.
    this.#socket = new ConnectedSocket(remote, events, () => {
      this.#socket.setReceiveBuffer(RECEIVE_BUFFER);
      this.#key = socketKey(this.#socket.local!, remote);
      for (const message of this.#waiting.splice(0)) this.send(message);
    });
  }

  send(message: Uint8Array): void {
    if (this.#key !== undefined) {
      if (!this.#socket.send(message)) this.#refused++;
    } else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(message);
    else this.#refused++;
  }

  /** Datagrams that were lost here. */
  get lost(): number {
    return this.#refused + (this.#key === undefined ? 0 : (readDrops(this.#key) ?? 0));
  }

  close(): void {
    this.#waiting.length = 0;
    this.#socket.close();
  }
}
