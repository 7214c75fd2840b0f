/** Who is in a room, and the ways to tell them something. */
import { safeText } from '../../safe-text.ts';
import { Comings } from './comings.ts';
import type { Pair } from './language/datagram.ts';
import type { Person, Refusal, RoomEvent } from './language/events.ts';
import type { Member } from './member.ts';
import { shapesOf } from './names/names.ts';

/** Where a room's words go. */
export interface RoomPort {
  /** In order, nothing lost. */
  tell(member: number, event: RoomEvent): void;
  /** A message as a datagram. */
  relay(member: number, message: { id: number; number: number; text: string; action: boolean }): void;
  /** Last numbers of those who spoke lately. */
  lasts(member: number, pairs: readonly Pair[]): void;
  /** A line of a contrast as a datagram. */
  contrast(member: number, run: number, number: number): void;
  /** After what was told. */
  hangUp(member: number): void;
  /** Who comes, goes and is renamed, for whoever hosts. */
  readonly seen?: ((event: RoomEvent) => void) | undefined;
}

type Left = Extract<RoomEvent, { event: 'left' }>['why'];

export class Hall {
  readonly port: RoomPort;
  /** Everybody who is connected, with a name or without. */
  readonly members = new Map<number, Member>();
  readonly #named = new Set<Member>();
  /** By each thing that its name looks like. */
  readonly #byShape = new Map<string, Member>();
  /** Who comes and goes is told by it. */
  readonly comings = new Comings((event, except) => this.tellAll(event, except));

  constructor(port: RoomPort) {
    this.port = port;
  }

  /** Those who have a name, in the order of their coming. */
  get named(): Iterable<Member> {
    return this.#named;
  }

  get people(): number {
    return this.#named.size;
  }

  get persons(): Person[] {
    return Array.from(this.named, (member) => member.person);
  }

  /** Whoever bears this name, or one that looks like it. */
  find(name: string): Member | undefined {
    for (const shape of shapesOf(name)) {
      const member = this.#byShape.get(shape);
      if (member !== undefined) return member;
    }
    return undefined;
  }

  name(member: Member, name: string): void {
    this.#forget(member.name);
    member.name = name;
    this.#named.add(member);
    for (const shape of shapesOf(name)) this.#byShape.set(shape, member);
  }

  tell(member: Member, event: RoomEvent): void {
    this.port.tell(member.id, event);
  }

  /** Everybody in the room but one, and whoever hosts it. */
  tellAll(event: RoomEvent, except?: Member): void {
    for (const member of this.#named) if (member !== except) this.tell(member, event);
    this.port.seen?.(event);
  }

  refuse(member: Member, reason: Refusal, what = ''): void {
    this.tell(member, { event: 'refused', reason, what: safeText(what.slice(0, 100)) });
  }

  /** @returns whether it was here */
  leave(member: Member, why: Left): boolean {
    if (!this.members.delete(member.id)) return false;
    if (member.name === null) return true;
    this.#named.delete(member);
    this.#forget(member.name);
    const { id, name, last } = member;
    this.comings.left({ event: 'left', id, name, why, last });
    return true;
  }

  expel(member: Member, why: Left, reason: Refusal, what = ''): void {
    this.refuse(member, reason, what);
    this.leave(member, why);
    this.port.hangUp(member.id);
  }

  empty(): void {
    this.members.clear();
    this.#named.clear();
    this.#byShape.clear();
  }

  #forget(name: string | null): void {
    for (const shape of name === null ? [] : shapesOf(name)) this.#byShape.delete(shape);
  }
}
