/** The sessions of a server: found by token, counted by address. */
import { type Token, tokenToHex } from '../../wire/header.ts';
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

  all(): Session[] {
    return [...this.#byToken.values()];
  }
}
