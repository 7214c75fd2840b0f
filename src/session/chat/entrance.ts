/** How a connection becomes somebody: its hello or its first line, a name that nobody else has, and what it is told then. */

import type { Hall } from './hall.ts';
import { CHAT_VERSION, type Hello, type Refusal } from './language/events.ts';
import type { Member } from './member.ts';
import { nameProblem, tidyName } from './names/names.ts';
import type { Rulings } from './names/rulings.ts';
import { NAME_TRIES, type RoomLimits } from './rates/limits.ts';

export interface EntranceOptions {
  readonly limits: RoomLimits;
  /** What happens to datagrams here, in words; null: nothing. */
  readonly impairment: string | null;
  readonly linked: boolean;
  /** What the host's own hello carries; null: nobody hosts from within. */
  readonly hostKey: string | null;
}

export class Entrance {
  readonly #hall: Hall;
  readonly #rulings: Rulings;
  readonly #options: EntranceOptions;

  constructor(hall: Hall, rulings: Rulings, options: EntranceOptions) {
    this.#hall = hall;
    this.#rulings = rulings;
    this.#options = options;
  }

  hello(member: Member, hello: Hello, now: number): void {
    member.plain = false;
    if (hello.version !== CHAT_VERSION) {
      this.#hall.expel(member, 'quit', 'version', `${CHAT_VERSION}`);
      return;
    }
    const { hostKey } = this.#options;
    member.host = hostKey !== null && hello.host === hostKey;
    member.transport = hello.transport;
    if (hello.pass !== undefined) this.#replace(hello.pass);
    this.name(member, hello.name, now);
  }

  /** A connection that was cut may linger for half a minute before the host notices: whoever it was is back. */
  #replace(pass: string): void {
    for (const ghost of this.#hall.named) {
      if (ghost.pass !== pass) continue;
      this.#hall.leave(ghost, 'vanished');
      this.#hall.port.hangUp(ghost.id);
      return;
    }
  }

  /** The first name of a connection. */
  name(member: Member, text: string, now: number): void {
    const name = tidyName(text);
    const refusal = this.#refusalOf(name, member, now);
    if (refusal === 'full' || refusal === 'kicked') {
      // Another name would not help.
      this.#hall.expel(member, 'quit', refusal);
      return;
    }
    if (refusal !== undefined) {
      this.#hall.refuse(member, refusal, name);
      this.tryAgain(member);
      return;
    }
    this.#hall.name(member, name);
    member.heardAt = now;
    member.muted = !member.host && this.#rulings.holds('muted', name, member.origin, now);
    const { id, token, pass } = member;
    const { impairment, linked } = this.#options;
    const room = { impairment, ...(linked ? { linked } : {}), people: this.#hall.persons };
    this.#hall.tell(member, { event: 'welcome', version: CHAT_VERSION, id, name, token, pass, ...room });
    this.#hall.comings.joined(member);
  }

  /** Another one. */
  rename(member: Member, text: string, now: number): void {
    const to = tidyName(text);
    const refusal = this.#refusalOf(to, member, now);
    if (refusal !== undefined) {
      this.#hall.refuse(member, refusal, to);
      return;
    }
    const from = member.name!;
    this.#hall.comings.heardOf(member);
    this.#hall.name(member, to);
    this.#hall.tellAll({ event: 'renamed', id: member.id, from, to });
  }

  /** A name that will not do: few more are heard. */
  tryAgain(member: Member): void {
    if (++member.tries >= NAME_TRIES) this.#hall.expel(member, 'flood', 'tries');
    else this.#hall.tell(member, { event: 'name', again: true });
  }

  #refusalOf(name: string, member: Member, now: number): Refusal | undefined {
    const problem = nameProblem(name);
    if (problem !== undefined) return `name-${problem}`;
    if (!member.host && this.#rulings.holds('kicked', name, member.origin, now)) return 'kicked';
    const owner = this.#hall.find(name);
    if (owner !== undefined && owner !== member) return 'name-taken';
    return member.name === null && this.#hall.people >= this.#options.limits.people ? 'full' : undefined;
  }
}
