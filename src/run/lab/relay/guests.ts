/**
 * Who sends datagrams through a relay: one number for each address and port, as a router with NAT keeps them. A guest is a
 * flow of a session, proved by its token, and ends with it; or, where plain echo is on, one of a few strangers.
 */
import type { AnsweringSocket } from '../../../net/datagrams/answering.ts';
import type { Address } from '../../../net/port.ts';
import type { RelaySession } from './sessions.ts';

const FORGET_MS = 60_000;
/** Strangers at once; the longest silent makes room. */
const MOST_STRANGERS = 64;

export interface Guest {
  readonly id: number;
  readonly remote: Address;
  /** The socket that it reached, which answers it. */
  readonly socket: AnsweringSocket;
  /** null: a stranger's */
  readonly session: RelaySession | null;
  readonly flow: number;
  last: number;
}

export class RelayGuests {
  readonly #byPlace = new Map<string, Guest>();
  readonly #byId = new Map<number, Guest>();
  readonly #flows = new Map<RelaySession, Map<number, Guest>>();
  /** The longest silent first. */
  readonly #strangers = new Set<Guest>();
  readonly #forgotten: (id: number) => void;
  readonly #sweep: NodeJS.Timeout;
  #lastId = 0;

  /** @param forgotten told of every number that is used no more */
  constructor(forgotten: (id: number) => void) {
    this.#forgotten = forgotten;
    this.#sweep = setInterval(() => this.#forgetSilent(), FORGET_MS / 4);
  }

  get size(): number {
    return this.#byId.size;
  }

  byId(id: number): Guest | undefined {
    return this.#byId.get(id);
  }

  at(remote: Address): Guest | undefined {
    return this.#byPlace.get(placeOf(remote));
  }

  /** A flow whose token was granted to that address. @returns undefined where another place has the flow */
  open(session: RelaySession, flow: number, socket: AnsweringSocket, remote: Address): Guest | undefined {
    const flows = this.#flows.get(session) ?? new Map<number, Guest>();
    if (flow >= session.clients || flows.has(flow)) return undefined;
    const before = this.at(remote);
    if (before !== undefined) this.#forget(before);
    const guest = this.#add(socket, remote, session, flow);
    flows.set(flow, guest);
    this.#flows.set(session, flows);
    return guest;
  }

  stranger(socket: AnsweringSocket, remote: Address): Guest {
    const [silent] = this.#strangers;
    if (silent !== undefined && this.#strangers.size >= MOST_STRANGERS) this.#forget(silent);
    const guest = this.#add(socket, remote, null, 0);
    this.#strangers.add(guest);
    return guest;
  }

  /** It has sent something. */
  heard(guest: Guest): void {
    guest.last = performance.now();
    if (this.#strangers.delete(guest)) this.#strangers.add(guest);
  }

  /** The session is over. */
  left(session: RelaySession): void {
    for (const guest of this.#flows.get(session)?.values() ?? []) this.#forget(guest);
    this.#flows.delete(session);
  }

  close(): void {
    clearInterval(this.#sweep);
  }

  #add(socket: AnsweringSocket, from: Address, session: RelaySession | null, flow: number): Guest {
    const remote = { address: from.address, port: from.port };
    const guest = { id: ++this.#lastId, remote, socket, session, flow, last: performance.now() };
    this.#byPlace.set(placeOf(remote), guest);
    this.#byId.set(guest.id, guest);
    return guest;
  }

  /** Flows end with their sessions. */
  #forgetSilent(): void {
    const oldest = performance.now() - FORGET_MS;
    for (const guest of this.#strangers) if (guest.last < oldest) this.#forget(guest);
  }

  #forget(guest: Guest): void {
    this.#byPlace.delete(placeOf(guest.remote));
    this.#byId.delete(guest.id);
    this.#strangers.delete(guest);
    if (guest.session !== null) this.#flows.get(guest.session)?.delete(guest.flow);
    this.#forgotten(guest.id);
  }
}

const placeOf = ({ address, port }: Address): string => `${address} ${port}`;
