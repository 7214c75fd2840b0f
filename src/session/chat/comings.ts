/**
 * Who comes and goes, told one by one as long as that is news: where many come and go, they are told together, once a
 * second, and those who were gone before they could be told are only counted. Nobody speaks before he was told.
 */
import type { RoomEvent } from './language/events.ts';
import type { Member } from './member.ts';

type Left = Extract<RoomEvent, { event: 'left' }>;

/** Told one by one: so many at once, and a second over time. */
const AT_ONCE = 20;
const PER_SECOND = 5;
const SECOND = 1e9;

export class Comings {
  /** Tells everybody but `except`, and whoever hosts. */
  readonly #tell: (event: RoomEvent, except?: Member) => void;
  readonly #came = new Map<number, Member>();
  #left: Left[] = [];
  /** Came and went untold. */
  #passed = 0;
  #single = AT_ONCE;
  #toldAt = 0;

  constructor(tell: (event: RoomEvent, except?: Member) => void) {
    this.#tell = tell;
  }

  joined(member: Member): void {
    if (this.#mayTell()) this.#announce(member);
    else this.#came.set(member.id, member);
  }

  /** @param event of a member that had a name */
  left(event: Left): void {
    if (this.#came.delete(event.id)) this.#passed++;
    else if (this.#mayTell()) this.#tell(event);
    else this.#left.push(event);
  }

  /** It is about to say something, or to be told of otherwise. */
  heardOf(member: Member): void {
    if (this.#came.delete(member.id)) this.#announce(member);
  }

  tick(now: number): void {
    if (now - this.#toldAt < SECOND) return;
    this.#toldAt = now;
    const waiting = this.#came.size > 0 || this.#left.length > 0 || this.#passed > 0;
    if (waiting) this.#tellAll();
    this.#single = Math.min(AT_ONCE, this.#single + PER_SECOND);
  }

  #tellAll(): void {
    const joined = Array.from(this.#came.values(), (member) => member.person);
    const event = { event: 'crowd', joined, left: this.#left, passed: this.#passed } as const;
    this.#came.clear();
    this.#left = [];
    this.#passed = 0;
    this.#tell(event);
  }

  /** Who waits to be told goes first. */
  #mayTell(): boolean {
    if (this.#single < 1 || this.#came.size > 0 || this.#left.length > 0) return false;
    this.#single--;
    return true;
  }

  #announce(member: Member): void {
    this.#tell({ event: 'joined', person: member.person }, member);
  }
}
