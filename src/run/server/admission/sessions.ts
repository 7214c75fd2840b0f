/** The sessions of a server: found by token, counted by address. */
import { type Token, tokenToHex } from '../../../wire/header.ts';
import { networkOf } from '../../listening/addresses.ts';
import type { Session } from '../session/session.ts';

/** Sessions whose last probes may still be on their way. */
const MOST_GONE = 64;

export class Sessions {
  readonly #byToken = new Map<string, Session>();
  readonly #gone = new Set<string>();

  get size(): number {
    return this.#byToken.size;
  }

  ofAddress(address: string): number {
    let count = 0;
    for (const session of this.#byToken.values()) if (session.info.address === address) count++;
    return count;
  }

  /** Of a network (see networkOf): sessions, and flows granted to them. */
  ofNetwork(network: string): { readonly sessions: number; readonly clients: number } {
    const all = this.all().filter(({ info }) => networkOf(info.address) === network);
    return { sessions: all.length, clients: sum(all, ({ info }) => info.clients) };
  }

  /** Flows granted to all. */
  get clients(): number {
    return sum(this.all(), ({ info }) => info.clients);
  }

  /** Sockets of all sessions. */
  get files(): number {
    return sum(this.all(), ({ files }) => files);
  }

  /** Connections that an address, or all, may still make for their sessions. */
  expected(address?: string): number {
    const those = this.all().filter((session) => address === undefined || session.admits(address));
    return sum(those, ({ expected }) => expected);
  }

  add(session: Session): void {
    this.#byToken.set(tokenToHex(session.token), session);
  }

  delete(session: Pick<Session, 'token'>): void {
    const token = tokenToHex(session.token);
    this.#byToken.delete(token);
    this.#gone.add(token);
    if (this.#gone.size > MOST_GONE) this.#gone.delete(this.#gone.keys().next().value!);
  }

  /** Whether it is, or was lately, of a session here. */
  knows(token: Token): boolean {
    const name = tokenToHex(token);
    return this.#byToken.has(name) || this.#gone.has(name);
  }

  find(token: Token): Session | undefined {
    return this.#byToken.get(tokenToHex(token));
  }

  /**
   * Who goes where the process has `over` bytes too many: whoever keeps the most, the latest of equals; nobody where that
   * would help little, as it is not the sessions that have them.
   */
  atFault(over: number): Session | undefined {
    const all = this.all();
    return over > 0 && sum(all, ({ kept }) => kept) > over / 2 ? largestOf(all) : undefined;
  }

  /** Of each network whose sessions keep more than `most` bytes together, the one that keeps the most. */
  beyond(most: number): Session[] {
    const byNetwork = new Map<string, Session[]>();
    for (const session of this.#byToken.values()) {
      const network = networkOf(session.info.address);
      byNetwork.set(network, [...(byNetwork.get(network) ?? []), session]);
    }
    return [...byNetwork.values()]
      .filter((sessions) => sum(sessions, ({ kept }) => kept) > most)
      .map((sessions) => largestOf(sessions)!);
  }

  all(): Session[] {
    return [...this.#byToken.values()];
  }
}

const sum = (sessions: readonly Session[], value: (session: Session) => number): number =>
  sessions.reduce((all, session) => all + value(session), 0);

const largestOf = (sessions: readonly Session[]): Session | undefined =>
  sessions.reduce<Session | undefined>(
    (most, session) => (most === undefined || session.kept >= most.kept ? session : most),
    undefined,
  );
