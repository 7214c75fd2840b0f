/** What the host does to others, and tells the room. */
import type { Hall } from './hall.ts';
import type { Member } from './member.ts';
import { tidyName } from './names/names.ts';
import type { Ruling, Rulings } from './names/rulings.ts';

/** Why an order had no effect; `what` is a name. */
export interface OrderRefused {
  readonly reason: 'nobody' | 'host-self';
  readonly what: string;
}

export class Rule {
  readonly #hall: Hall;
  readonly #rulings: Rulings;

  constructor(hall: Hall, rulings: Rulings) {
    this.#hall = hall;
    this.#rulings = rulings;
  }

  /** @returns why there was no effect; undefined: there was */
  obey(kind: 'mute' | 'unmute' | 'kick', text: string, now: number): OrderRefused | undefined {
    const what = tidyName(text);
    const member = this.#hall.find(what);
    if (member?.host === true) return { reason: 'host-self', what };
    if (kind === 'unmute') return this.#unmute(what, member);
    if (member === undefined) return { reason: 'nobody', what };
    if (kind === 'mute') this.#mute(member, now);
    else this.#kick(member, now);
    return undefined;
  }

  #mute(member: Member, now: number): void {
    this.#rule('muted', member, now);
    member.muted = true;
    this.#hall.comings.heardOf(member);
    this.#hall.tellAll({ event: 'muted', id: member.id, name: member.name!, muted: true });
  }

  #kick(member: Member, now: number): void {
    this.#rule('kicked', member, now);
    this.#hall.expel(member, 'kicked', 'kicked');
  }

  /** Who has left meanwhile may come back and speak. */
  #unmute(name: string, member: Member | undefined): OrderRefused | undefined {
    const ruled = this.#rulings.lift('muted', name, member?.origin);
    if (member === undefined && !ruled) return { reason: 'nobody', what: name };
    if (member?.muted !== true) return undefined;
    member.muted = false;
    this.#hall.tellAll({ event: 'muted', id: member.id, name: member.name!, muted: false });
    return undefined;
  }

  #rule(ruling: Ruling, member: Member, now: number): void {
    const { address } = member.origin;
    const alone = ![...this.#hall.named].some(
      (other) => other !== member && other.origin.address === address,
    );
    this.#rulings.add(ruling, member.name!, member.origin, alone, now);
  }
}
