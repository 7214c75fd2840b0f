/** A UDP socket that speaks with one address and hears nobody else. For what is not measured; flows have sockets of their own. */
import { createSocket, type Socket } from 'node:dgram';
import type { Address } from '../port.ts';
import { familyOf } from './sharing.ts';

export interface ConnectedEvents {
  readonly message?: (message: Buffer) => void;
  /** Of a datagram before (ICMP), or of the attempt to connect. */
  readonly error?: (error: NodeJS.ErrnoException) => void;
}

export class ConnectedSocket {
  readonly #socket: Socket;
  #connected = false;
  #closed = false;

  /** Nothing is sent by connecting. @param connected called when datagrams may be sent */
  constructor(remote: Address, events: ConnectedEvents, connected?: () => void) {
    const socket = createSocket(familyOf(remote.address));
    this.#socket = socket;
    socket.on('error', (error) => {
      if (!this.#closed) events.error?.(error);
    });
    if (events.message !== undefined) socket.on('message', events.message);
    socket.connect(remote.port, remote.address, (error?: Error | null) => {
      if (this.#closed) return;
      // Node tells of a failure to connect here, too.
      if (error != null) {
        events.error?.(error);
        return;
      }
      this.#connected = true;
      connected?.();
    });
  }

  /** Its own end; undefined before it is connected. */
  get local(): Address | undefined {
    return this.#connected ? this.#socket.address() : undefined;
  }

  setReceiveBuffer(bytes: number): void {
    this.#socket.setRecvBufferSize(bytes);
  }

  /**
   * @param told what became of it: null, or why it did not leave
   * @returns whether it was handed over; one that was not (not connected yet, closed) is lost
   */
  send(message: Uint8Array, told: (error: Error | null) => void = () => {}): boolean {
    try {
      this.#socket.send(message, told);
      return true;
    } catch {
      return false;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#connected = false;
    // A second call may be put off by Node, and throw where nobody can catch it.
    if (!this.#closed) this.#socket.close();
    this.#closed = true;
  }
}
