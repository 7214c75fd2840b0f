/** The sessions of a server: found by token, counted by address. */
import { type Token, tokenToHex } from '../../wire/header.ts';
import { networkOf } from './addresses.ts';
import type { Session } from './session.ts';

export class Sessions {
  readonly #byToken = new Map<string, Session>();

  get size(): number {
    return this.#byToken.size;
  }

  ofAddress(address: string): number {
    let count = 0;
    for (const session of this.#byToken.values()) if (session.info.address === address) count++;
    return count;
  }

  /** Of a network (see networkOf). */
  ofNetwork(network: string): number {
    let count = 0;
    for (const { info } of this.#byToken.values()) if (networkOf(info.address ?? '') === network) count++;
    return count;
  }

  /** Flows granted to all. */
  get clients(): number {
    let clients = 0;
    for (const { info } of this.#byToken.values()) clients += info.clients;
    return clients;
  }

  /** Flows granted to an address. */
  clientsOf(address: string): number {
    let clients = 0;
    for (const session of this.#byToken.values())
      if (session.admits(address)) clients += session.info.clients;
    return clients;
  }

  add(session: Session): void {
    this.#byToken.set(tokenToHex(session.token), session);
  }

  delete(session: Session): void {
    this.#byToken.delete(tokenToHex(session.token));
  }

  find(token: Token): Session | undefined {
    return this.#byToken.get(tokenToHex(token));
  }

  /** Whoever keeps the most; the latest of equals. */
  largest(): Session | undefined {
    return largestOf(this.all());
  }

  /** Of each address whose sessions keep more than `most` bytes together, the one that keeps the most. */
  beyond(most: number): Session[] {
    const byAddress = new Map<string, Session[]>();
    for (const session of this.#byToken.values()) {
      const { address } = session.info;
      byAddress.set(address, [...(byAddress.get(address) ?? []), session]);
    }
    return [...byAddress.values()]
      .filter((sessions) => sessions.reduce((all, { kept }) => all + kept, 0) > most)
      .map((sessions) => largestOf(sessions)!);
  }

  all(): Session[] {
    return [...this.#byToken.values()];
  }
}

const largestOf = (sessions: readonly Session[]): Session | undefined =>
  sessions.reduce<Session | undefined>(
    (most, session) => (most === undefined || session.kept >= most.kept ? session : most),
    undefined,
  );
