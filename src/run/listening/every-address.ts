/**
 * The UDP sockets of one listening address. Where it stands for all of this machine's there is one more for each, because an
 * answer leaves from the socket that was reached, and so from the address that was asked. Addresses come and go: a datagram
 * that reaches the first socket came to one that has none yet.
 */
import type { RemoteInfo } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { AnsweringSocket } from '../../net/datagrams/answering.ts';
import { portSharing } from '../../net/datagrams/sharing.ts';

/** Own addresses that get a socket: each is a descriptor, and a machine with many containers has many. */
const MOST_OWN = 32;
/** All of 127.0.0.0/8 is this machine's, and told by no interface: these are in use (127.0.1.1 is Debian's host name). */
const LOOPBACKS = ['127.0.1.1', ...Array.from({ length: 7 }, (_, i) => `127.0.0.${i + 2}`)];
/** ms between two looks for new addresses. */
const LOOK_EVERY = 1000;

export type Take = (message: Buffer, from: RemoteInfo, socket: AnsweringSocket) => void;

interface Room {
  /** Bytes. */
  readonly receiveBuffer?: number;
}

export class EveryAddress {
  readonly first: AnsweringSocket;
  /** All of them, the first included; grows. */
  readonly sockets: AnsweringSocket[];
  readonly #wildcard: string;
  readonly #room: Room;
  readonly #shares: boolean;
  readonly #bound: Set<string>;
  #take: Take | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  private constructor(first: AnsweringSocket, wildcard: string, shares: boolean, room: Room) {
    this.first = first;
    this.sockets = [first];
    this.#wildcard = wildcard;
    this.#shares = shares;
    this.#room = room;
    this.#bound = new Set();
  }

  /** Rejects as node:dgram does. @param shared others of this program bind the port again */
  static async open(address: string, port: number, shared: boolean, room: Room): Promise<EveryAddress> {
    // Not at the price of letting others in.
    const shares = familyOf(address) !== undefined && (await portSharing()).sharers === 'same-user';
    const options = { ...room, ...((shared || shares) && { shared: 'first' as const }) };
    const first = await AnsweringSocket.open({ address, port }, options);
    const all = new EveryAddress(first, address, shares, room);
    await all.#look();
    return all;
  }

  onMessage(take: Take): void {
    this.#take = take;
    for (const socket of this.sockets) this.#listen(socket);
  }

  close(): Promise<unknown> {
    this.#closed = true;
    return Promise.all(this.sockets.map((socket) => socket.close()));
  }

  #listen(socket: AnsweringSocket): void {
    socket.onMessage((message, from) => {
      if (socket === this.first && this.#shares) this.#strayed(message, from);
      else this.#take!(message, from, socket);
    });
  }

  /** To an address without a socket: where one has just come, it is that one. */
  #strayed(message: Buffer, from: RemoteInfo): void {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_EVERY) {
      this.#take!(message, from, this.first);
      return;
    }
    this.#lookedAt = now;
    void this.#look().then((added) => {
      if (!this.#closed) this.#take!(message, from, added.length === 1 ? added[0]! : this.first);
    });
  }

  /** @returns sockets of addresses that had none */
  async #look(): Promise<AnsweringSocket[]> {
    if (!this.#shares) return [];
    const { port } = this.first.local;
    const missing = ownAddresses(this.#wildcard).filter((address) => !this.#bound.has(address));
    const opening = missing.slice(0, Math.max(0, MOST_OWN - this.#bound.size)).map(async (address) => {
      this.#bound.add(address);
      return AnsweringSocket.open({ address, port }, { ...this.#room, shared: 'next' });
    });
    // An address that has just gone: the first socket hears what comes there.
    const bound = await Promise.allSettled(opening);
    const added = bound.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (this.#closed) {
      await Promise.all(added.map((socket) => socket.close()));
      return [];
    }
    this.sockets.push(...added);
    if (this.#take !== undefined) for (const socket of added) this.#listen(socket);
    return added;
  }
}

/** For all of whose addresses it stands; undefined: for itself. */
const familyOf = (address: string): 'IPv4' | 'IPv6' | undefined =>
  address === '0.0.0.0' ? 'IPv4' : address === '::' ? 'IPv6' : undefined;

function ownAddresses(wildcard: string): string[] {
  const family = familyOf(wildcard);
  const told = Object.entries(networkInterfaces())
    .flatMap(([name, all]) => (all ?? []).map((one) => ({ ...one, name })))
    .filter((one) => one.family === family)
    .map(({ address, name, scopeid }) =>
      scopeid === undefined || scopeid === 0 ? address : `${address}%${name}`,
    );
  return [...new Set([...told, ...(family === 'IPv4' && process.platform === 'linux' ? LOOPBACKS : [])])];
}
