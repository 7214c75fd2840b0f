/**
 * A UDP socket that hears everybody and answers whom it may: the one place where a datagram leaves for an address that came
 * with another datagram. Such an address may be forged, so nothing in it may end the program, reach a service, or set two
 * servers upon each other.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Address } from '../port.ts';
import { bind, familyOf, portSharing } from './sharing.ts';

/**
 * Why no answer left. `no-port`: nobody can send from port 0. `service-port`: a service would get it. `own-port`: it could
 * go round for ever. `failed`: the system, or Node, did not take it.
 */
export type Unanswered = 'no-port' | 'service-port' | 'own-port' | 'failed';

const FIRST_USER_PORT = 1024;
/** Bytes that may wait in this process because the system takes no more; what finds more is lost. */
const MOST_WAITING = 4 * 2 ** 20;

/** What speaks against an answer to that port; undefined: nothing. */
export function unanswerable(port: number, ownPort: number): Exclude<Unanswered, 'failed'> | undefined {
  if (!(port > 0)) return 'no-port';
  if (port < FIRST_USER_PORT) return 'service-port';
  return port === ownPort ? 'own-port' : undefined;
}

export interface AnsweringOptions {
  /** First on a port that further sockets of this program are to share, or one of those; otherwise nobody shares it. */
  readonly shared?: 'first' | 'next' | undefined;
  /** Bytes. */
  readonly receiveBuffer?: number | undefined;
}

export class AnsweringSocket {
  readonly #socket: Socket;
  readonly local: Address;
  #closed: Promise<void> | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { address, port };
    // ICMP errors of answers concern nobody here.
    socket.on('error', () => {});
  }

  /** Rejects as node:dgram does. @param local port 0: any */
  static async open(
    local: Address,
    { shared, receiveBuffer }: AnsweringOptions = {},
  ): Promise<AnsweringSocket> {
    const type = familyOf(local.address);
    const wanted = { type, ipv6Only: type === 'udp6' };
    const sharing = shared === undefined ? undefined : await portSharing();
    const socket = sharing?.create(wanted) ?? createSocket(wanted);
    try {
      if (sharing === undefined) await bind(socket, local);
      else if (shared === 'first') await sharing.bindFirst(socket, local);
      else await sharing.bindNext(socket, local);
    } catch (error) {
      socket.close();
      throw error;
    }
    if (receiveBuffer !== undefined) grow(socket, receiveBuffer);
    return new AnsweringSocket(socket);
  }

  onMessage(take: (message: Buffer, from: RemoteInfo) => void): void {
    this.#socket.on('message', take);
  }

  /**
   * @param told once it was handed over, or where that failed after all; not called where something is returned
   * @returns why it does not leave; undefined: it does, as far as is known
   */
  answer(message: Uint8Array, to: Address, told?: (handedOver: boolean) => void): Unanswered | undefined {
    const why = unanswerable(to.port, this.local.port);
    if (why !== undefined) return why;
    try {
      if (this.#socket.getSendQueueSize() > MOST_WAITING) return 'failed';
      this.#socket.send(message, to.port, to.address, (error) => told?.(error === null));
      return undefined;
    } catch {
      // Closed, or an address or a length that Node refuses: as lost as what the network drops.
      return 'failed';
    }
  }

  /** Resolves when it is closed; idempotent. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#socket.close(resolve));
    return this.#closed;
  }
}

function grow(socket: Socket, bytes: number): void {
  try {
    socket.setRecvBufferSize(bytes);
  } catch {
    // Some systems refuse more than they allow, and keep the usual size.
  }
}
