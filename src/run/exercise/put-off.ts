/**
 * Connections that come while nobody reads what is shown: two lines for each would wait for a reader without end, so a few
 * wait themselves, unread, and the others are counted.
 */
import type { Socket } from 'node:net';
import { withinGuest } from '../listening/boundary.ts';
import type { ListenHost } from './events.ts';

export class PutOff {
  readonly #most: number;
  readonly #host: ListenHost;
  readonly #accept: (socket: Socket) => void;
  readonly #waiting = new Set<Socket>();
  #turnedAway = 0;

  /** @param accept called with each when the reader has caught up */
  constructor(most: number, host: ListenHost, accept: (socket: Socket) => void) {
    this.#most = most;
    this.#host = host;
    this.#accept = accept;
  }

  get sockets(): Iterable<Socket> {
    return this.#waiting;
  }

  add(socket: Socket): void {
    if (this.#waiting.size < this.#most) this.#waiting.add(socket);
    else {
      socket.destroy();
      this.#turnedAway++;
    }
    if (this.#waiting.size + this.#turnedAway === 1) void this.#host.drained().then(() => this.#drained());
  }

  #drained(): void {
    if (this.#turnedAway > 0) this.#host.event({ kind: 'turned-away', connections: this.#turnedAway });
    this.#turnedAway = 0;
    const those = [...this.#waiting];
    this.#waiting.clear();
    for (const one of those) if (!one.destroyed) withinGuest(one, this.#accept)(one);
  }
}
