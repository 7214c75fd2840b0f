/**
 * Connections of a server, until they are somebody's: silent ones, those that say what they want, flows of a session, and
 * strangers, who get a sentence or their own bytes back. Whatever they do, they are bounded for an address and in all, and
 * in a crowd the oldest of the most crowded network goes.
 */
import type { Socket } from 'node:net';
import { plainAddress } from './addresses.ts';
import { dismiss, receiveIncoming } from './incoming.ts';
import { Pending } from './pending.ts';

export interface FrontDoorOptions {
  /** ms until a connection must have said what it is. */
  readonly patience: number;
  /** Connections of one address that are no session's. */
  readonly mostOfAddress: number;
  /** File descriptors that all of them may have together, now. */
  room(): number;
  /** Connections that an address, or all, may still make for their sessions. */
  expected(address?: string): number;
  /** @param known to be called when it is a session's */
  control(socket: Socket, first: Buffer, address: string, known: () => void): void;
  /** @returns whether it is a session's now */
  flow(socket: Socket, address: string, open: Buffer, rest: Buffer): boolean;
  /** Takes a stranger whose bytes come back to it; null: strangers get the greeting. */
  readonly echo: ((socket: Socket, first: Buffer) => void) | null;
  readonly greeting: string;
  /** To a flow of no session. */
  readonly noSession: string;
}

/** Long enough to make thousands of connections over a slow link, in ms. */
const OPENING = 60_000;
/** Connections of one address that are echoed at once, as a multiple of those that may be silent. */
const ECHOES = 8;
/** As many addresses may have all the connections that are no session's that one may have. */
const CROWDED = 16;

export class FrontDoor {
  readonly #options: FrontDoorOptions;
  readonly #pending = new Pending();
  readonly #echoing = new Pending();
  readonly #sockets = new Set<Socket>();

  constructor(options: FrontDoorOptions) {
    this.#options = options;
  }

  /** All that are open, of sessions too. */
  get size(): number {
    return this.#sockets.size;
  }

  /** Of no session: from when it came until it is closed, it is in a crowd. */
  take(socket: Socket): void {
    const options = this.#options;
    const { patience, mostOfAddress } = options;
    const address = plainAddress(socket.remoteAddress);
    this.track(socket);
    // Flows of a running session may all arrive in one turn.
    const coming = options.expected(address);
    const inAll = Math.max(1, Math.min(mostOfAddress * CROWDED + options.expected(), options.room()));
    this.#pending.add(address, socket, mostOfAddress + coming, inAll)?.destroy();
    const known = () => this.#pending.delete(address, socket);
    socket.once('close', known);
    receiveIncoming(socket, {
      // A session's connections are all made before the first of them speaks.
      patience: coming > 0 ? Math.max(patience, OPENING) : patience,
      control: (caller, first) => options.control(caller, first, address, known),
      flow: (caller, open, rest) => {
        if (options.flow(caller, address, open, rest)) known();
        else dismiss(caller, options.noSession);
      },
      stranger: (stranger, first) => this.#stranger(stranger, address, first),
    });
  }

  /** Is closed with all others. */
  track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #stranger(socket: Socket, address: string, first: Buffer): void {
    const { echo, greeting, mostOfAddress } = this.#options;
    if (echo === null) {
      dismiss(socket, greeting);
      return;
    }
    this.#pending.delete(address, socket);
    const most = mostOfAddress * ECHOES;
    const inAll = Math.max(1, Math.min(mostOfAddress * CROWDED, this.#options.room()));
    this.#echoing.add(address, socket, most, inAll)?.destroy();
    socket.once('close', () => this.#echoing.delete(address, socket));
    echo(socket, first);
  }
}
