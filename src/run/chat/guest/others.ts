/** Who else is in the room, as one member knows it, and how far it has counted each of them over UDP. */
import { safeText } from '../../../safe-text.ts';
import type { Person } from '../../../session/chat/language/events.ts';
import { type Arrival, Numbering } from '../../../session/chat/numbers/numbering.ts';
import type { RangeBudget } from '../../../session/chat/numbers/ranges.ts';
import { PATIENCE } from '../../../session/chat/talk.ts';

interface Other {
  name: string;
  numbering: Numbering;
  /** When it left: its last datagrams may still be on their way. */
  goneAt: number;
  /** Lost and not told yet, and when something was told last. */
  untold: number;
  toldAt: number;
}

const HERE = Number.POSITIVE_INFINITY;
/** People that are remembered: far more than a room holds, so that a hostile host cannot fill the memory. */
const MOST = 2000;
/** Gaps of all of them together. */
const MOST_GAPS = 4096;
/** ns between two notices of losses of one sender. */
const TELL_EVERY = 1e9;

export class Others {
  readonly #byId = new Map<number, Other>();
  readonly #budget: RangeBudget = { left: MOST_GAPS };
  #people: Person[] = [];

  /** Everybody, this member included. */
  get people(): readonly Person[] {
    return this.#people;
  }

  /** @param people as the host says; from here on it is believed */
  list(people: readonly Person[]): void {
    this.#people = people.map(harmless);
    for (const person of this.#people) if (!this.#byId.has(person.id)) this.#add(person);
  }

  joined(person: Person): Person {
    const safe = harmless(person);
    this.#people = [...this.#people.filter(({ id }) => id !== safe.id), safe].slice(0, MOST);
    this.#add(safe);
    return safe;
  }

  /** @returns its name; undefined where it was not here */
  left(id: number, last: number, counting: boolean, now: number): string | undefined {
    const other = this.#byId.get(id);
    if (other === undefined) return undefined;
    if (counting) other.numbering.told(last, now);
    other.goneAt = now;
    this.#people = this.#people.filter((person) => person.id !== id);
    return other.name;
  }

  renamed(id: number, name: string): void {
    const other = this.#byId.get(id);
    if (other !== undefined) other.name = name;
    this.#people = this.#people.map((person) => (person.id === id ? { ...person, name } : person));
  }

  /** Counting begins here. */
  count(people: readonly { id: number; last: number }[]): void {
    for (const { id, last } of people) {
      const other = this.#byId.get(id);
      if (other === undefined) continue;
      other.numbering.end();
      other.numbering = new Numbering(last, this.#budget);
    }
  }

  get remembered(): number {
    return this.#byId.size;
  }

  knows(id: number): boolean {
    return this.#byId.has(id);
  }

  arrived(id: number, number: number, now: number): { name: string; fate: Arrival } {
    const { name, numbering } = this.#byId.get(id)!;
    return { name, fate: numbering.arrived(number, now) };
  }

  told(id: number, last: number, now: number): void {
    this.#byId.get(id)?.numbering.told(last, now);
  }

  /** Whose messages are lost by now, and how many: of each at most once a second, and all of them in the end. */
  lost(now: number): { name: string; count: number }[] {
    const all: { name: string; count: number }[] = [];
    for (const [id, other] of this.#byId) {
      other.untold += other.numbering.lost(now, PATIENCE);
      const gone = now - other.goneAt > PATIENCE;
      if (other.untold > 0 && (gone || now - other.toldAt >= TELL_EVERY)) {
        all.push({ name: other.name, count: other.untold });
        other.untold = 0;
        other.toldAt = now;
      }
      if (!gone) continue;
      other.numbering.end();
      this.#byId.delete(id);
    }
    return all;
  }

  #add({ id, name, last }: Person): void {
    const before = this.#byId.get(id);
    if (this.#byId.size >= MOST && before === undefined) return;
    before?.numbering.end();
    const numbering = new Numbering(last, this.#budget);
    this.#byId.set(id, { name, numbering, goneAt: HERE, untold: 0, toldAt: Number.NEGATIVE_INFINITY });
  }
}

const harmless = (person: Person): Person => ({ ...person, name: safeText(person.name) });
