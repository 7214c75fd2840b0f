/** Who may come into a room at all: what one address may do to it before a name is said. */
import { Allowance } from '../../session/chat/allowance.ts';
import { isLoopback } from '../server/addresses.ts';

/** Connections from one address that is not this machine; and of those, without a name. */
const MOST = 50;
const MOST_UNNAMED = 16;
/** New connections of one address: a class behind one router may come at once, but nobody comes and goes all the time. */
const PER_SECOND = 1;
const BURST = 60;
/** Addresses whose coming is remembered. */
const MOST_REMEMBERED = 4096;

interface Person {
  readonly name: string | null;
}

export class Doors {
  readonly #inside = new Map<string, Set<Person>>();
  readonly #coming = new Map<string, Allowance>();

  /** @param now ns */
  admits(address: string, now: number): boolean {
    if (isLoopback(address)) return true;
    if (!this.#allowance(address, now).take(now)) return false;
    const inside = this.#inside.get(address);
    if (inside === undefined) return true;
    let unnamed = 0;
    for (const { name } of inside) if (name === null) unnamed++;
    return inside.size < MOST && unnamed < MOST_UNNAMED;
  }

  enter(address: string, person: Person): void {
    const inside = this.#inside.get(address);
    if (inside === undefined) this.#inside.set(address, new Set([person]));
    else inside.add(person);
  }

  leave(address: string, person: Person): void {
    const inside = this.#inside.get(address);
    inside?.delete(person);
    if (inside?.size === 0) this.#inside.delete(address);
  }

  #allowance(address: string, now: number): Allowance {
    let allowance = this.#coming.get(address);
    if (allowance === undefined) {
      if (this.#coming.size >= MOST_REMEMBERED) this.#coming.delete(this.#coming.keys().next().value!);
      allowance = new Allowance(PER_SECOND, BURST, now);
      this.#coming.set(address, allowance);
    }
    return allowance;
  }
}
