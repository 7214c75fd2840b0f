/** What is said in a room: to all, to one, over TCP and over UDP. */
import { safeText } from '../../safe-text.ts';
import type { Hall } from './hall.ts';
import type { Member } from './member.ts';
import { tidyName } from './names/names.ts';
import type { Arrival } from './numbers/numbering.ts';
import { LINE_BYTES } from './rates/limits.ts';

const SECOND = 1e9;
/** ns that a number may be missing before it is lost. */
export const PATIENCE = SECOND;
/** ns for which the last number of a silent sender is repeated. */
const REPEAT = 10 * SECOND;

export interface Said {
  readonly number: number;
  readonly text: string;
  readonly action: boolean;
  readonly fate: Exclude<Arrival, 'unlikely'>;
}

/** Over datagrams only where they reach it; until then over TCP. */
const hearsDatagrams = (member: Member): boolean => member.transport === 'udp' && member.datagrams;

export class Talk {
  readonly #hall: Hall;
  #repeatedAt = Number.NEGATIVE_INFINITY;

  constructor(hall: Hall) {
    this.#hall = hall;
  }

  /** To all: its own sender hears it back over TCP, which shows that the room has it. */
  say(member: Member, { number, text: said, action, fate }: Said, now: number): void {
    const { port, named } = this.#hall;
    const text = harmless(said);
    // The signs that stand for controls are longer than they, and a datagram holds no more than a line.
    if (Buffer.byteLength(text) > LINE_BYTES) {
      this.#hall.refuse(member, 'line-long');
      return;
    }
    this.#hall.comings.heardOf(member);
    count(member, number, now);
    const name = member.name!;
    const { id } = member;
    const event = { event: 'message', id, name, number, text, action, mine: false, fate } as const;
    for (const other of named) {
      if (other === member) continue;
      if (hearsDatagrams(other)) port.relay(other.id, { id, number, text, action });
      else port.tell(other.id, event);
    }
    if (!member.plain && member.transport === 'tcp') port.tell(id, { ...event, mine: true });
    port.seen?.(event);
  }

  /** A message that came as a datagram. */
  heard(member: Member, number: number, text: string, action: boolean, now: number): void {
    const fate = member.numbering.arrived(number, now);
    if (fate !== 'unlikely') this.say(member, { number, text, action, fate }, now);
  }

  /** A sender of datagrams says how far it has counted. */
  counted(member: Member, last: number, now: number): void {
    if (member.numbering.told(last, now)) count(member, last, now);
  }

  whisper(member: Member, to: string, said: string): void {
    const hall = this.#hall;
    const other = hall.find(tidyName(to));
    if (other === undefined) {
      hall.refuse(member, 'nobody', to);
      return;
    }
    hall.comings.heardOf(member);
    const event = { event: 'private', from: member.name!, to: other.name!, text: harmless(said) } as const;
    if (other !== member) hall.tell(other, { ...event, mine: false });
    if (!member.plain || other === member) hall.tell(member, { ...event, mine: true });
  }

  /** How many datagrams of a member are lost since this was last asked. */
  lost(member: Member, now: number): number {
    return member.numbering.lost(now, PATIENCE);
  }

  /** To those who hear their sender over TCP; the others count for themselves. */
  tellLost(member: Member, lost: number): void {
    if (member.name === null) return;
    this.#hall.comings.heardOf(member);
    for (const other of this.#hall.named) {
      if (other === member || hearsDatagrams(other)) continue;
      this.#hall.tell(other, { event: 'lost', id: member.id, name: member.name, count: lost });
    }
  }

  /** Each second: how far everybody has counted who spoke lately, so that a lost last message shows too. */
  repeat(now: number): void {
    if (now - this.#repeatedAt < SECOND) return;
    this.#repeatedAt = now;
    const { port } = this.#hall;
    const named = Array.from(this.#hall.named);
    const lately = named.filter((member) => now - member.lastAt < REPEAT);
    for (const member of named) {
      if (!hearsDatagrams(member)) continue;
      const pairs = lately.filter((other) => other !== member).map(({ id, last }) => ({ id, last }));
      if (pairs.length > 0) port.lasts(member.id, pairs);
    }
  }
}

/** Tabs are what people who paste programs mean by them. */
const harmless = (text: string): string => safeText(text.replaceAll('\t', '    '));

function count(member: Member, number: number, now: number): void {
  if (number <= member.last) return;
  member.last = number;
  member.lastAt = now;
}
