/**
 * Which session a TCP connection belongs to: the `open` header that its client sends first carries the token. Until then
 * its packets are counted for the connection, and with it they go to the session.
 */
import type { Direction } from '../../units.ts';
import { tokenToHex } from '../../wire/header.ts';
import type { Account, Counts } from '../account/counts.ts';
import { type Packet, TCP_SYN } from './packet.ts';

const MOST_CONNECTIONS = 20_000;
const MOST_SESSIONS = 256;
const TCP_ACK = 16;

export class TcpSessions {
  readonly #make: () => Account;
  /** By the client's port and the IP version. */
  readonly #connections = new Map<number, { account: Account; known: boolean }>();
  readonly #sessions = new Map<string, Account>();

  constructor(make: () => Account) {
    this.#make = make;
  }

  accountOf(direction: Direction, packet: Packet): Account {
    const port = direction === 'up' ? packet.sourcePort : packet.destinationPort;
    const key = packet.version * 65_536 + port;
    let connection = this.#connections.get(key);
    const fresh = direction === 'up' && (packet.flags & (TCP_SYN | TCP_ACK)) === TCP_SYN;
    // A SYN of a known connection: its port is used again. One of an unknown connection is a repeated SYN.
    if (connection === undefined || (fresh && connection.known)) {
      if (this.#connections.size >= MOST_CONNECTIONS) forgetFirst(this.#connections);
      connection = { account: this.#make(), known: false };
      this.#connections.set(key, connection);
    }
    if (!connection.known && direction === 'up' && packet.handshake) {
      const session = this.#sessionOf(tokenToHex({ high: packet.tokenHigh, low: packet.tokenLow }));
      merge(session, connection.account);
      connection.account = session;
      connection.known = true;
    }
    return connection.account;
  }

  session(token: string): Account | undefined {
    return this.#sessions.get(token);
  }

  #sessionOf(token: string): Account {
    let session = this.#sessions.get(token);
    if (session === undefined) {
      if (this.#sessions.size >= MOST_SESSIONS) forgetFirst(this.#sessions);
      session = this.#make();
      this.#sessions.set(token, session);
    }
    return session;
  }
}

function merge(into: Account, from: Account): void {
  for (const direction of ['up', 'down'] as const) {
    const [sum, part]: [Counts, Counts] = [into[direction], from[direction]];
    for (const name of Object.keys(part) as (keyof Counts)[])
      sum[name] = (sum[name] ?? 0) + (part[name] ?? 0);
  }
}

/** Map keeps the order of insertion: the oldest goes. */
function forgetFirst<K>(map: Map<K, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
