/**
 * Sessions of a relay's guests: what was granted, to which address. Nothing is kept for anybody, and nothing is carried,
 * before a token was granted to the address that it comes from. Pure.
 */
import type { Transport } from '../../../units.ts';
import { type Token, tokenToHex } from '../../../wire/header.ts';
import { networkOf } from '../../listening/addresses.ts';

export interface RelaySession {
  readonly address: string;
  readonly token: Token;
  readonly transport: Transport;
  /** Flows granted. */
  readonly clients: number;
  /** In mode connect each probe is a connection: so many may be open beside one for each client; else 0. */
  readonly spare: number;
  readonly connects: boolean;
  /** TCP connections that are carried for it now, and since it was granted. */
  open: number;
  opened: number;
}

export class RelaySessions {
  readonly #byToken = new Map<string, RelaySession>();

  add(session: RelaySession): void {
    this.#byToken.set(tokenToHex(session.token), session);
  }

  delete(session: RelaySession): void {
    this.#byToken.delete(tokenToHex(session.token));
  }

  /** @returns undefined where no such token was granted to that address */
  find(token: Token, address: string): RelaySession | undefined {
    const session = this.#byToken.get(tokenToHex(token));
    return session?.address === address ? session : undefined;
  }

  /** Whether one more connection of it may be carried. */
  admits(session: RelaySession, flow: number): boolean {
    if (session.transport !== 'tcp' || flow >= session.clients) return false;
    return session.open < session.clients + session.spare;
  }

  /** Connections that an address, or all, may still make for their sessions. */
  expected(address?: string): number {
    let all = 0;
    for (const session of this.#byToken.values()) {
      if (session.transport !== 'tcp' || (address !== undefined && session.address !== address)) continue;
      all += session.connects ? session.clients : Math.max(0, session.clients - session.opened);
    }
    return all;
  }
}

/** Who asks for sessions and has them: bounded for an address and for a network, as a server bounds its own clients. */
export class RelayCallers {
  readonly #ofAddress = new Map<string, number>();
  readonly #ofNetwork = new Map<string, number>();

  /** @returns how many there are besides it */
  enter(address: string): { readonly ofAddress: number; readonly ofNetwork: number } {
    const ofAddress = add(this.#ofAddress, address, 1) - 1;
    return { ofAddress, ofNetwork: add(this.#ofNetwork, networkOf(address), 1) - 1 };
  }

  leave(address: string): void {
    add(this.#ofAddress, address, -1);
    add(this.#ofNetwork, networkOf(address), -1);
  }
}

function add(counts: Map<string, number>, key: string, change: 1 | -1): number {
  const count = (counts.get(key) ?? 0) + change;
  if (count <= 0) counts.delete(key);
  else counts.set(key, count);
  return count;
}
