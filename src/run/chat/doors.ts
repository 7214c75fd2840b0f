/** Who may come into a room at all: what one address may do to it before a name is said. */
import { Allowance } from '../../session/chat/allowance.ts';
import { isLoopback, networkOf } from '../listening/addresses.ts';

/** Connections from one address that is not this machine; and of those, without a name. */
const MOST = 50;
const MOST_UNNAMED = 16;
/** Of one network (networkOf), where that has many addresses: some of a room's places stay for others. */
const MOST_OF_NETWORK = 200;
/** New connections of one network: a class behind one router may come at once, but nobody comes and goes all the time. */
const PER_SECOND = 1;
const BURST = 60;
/** Networks whose coming is remembered. */
const MOST_REMEMBERED = 4096;

interface Person {
  readonly name: string | null;
}

export class Doors {
  readonly #inside = new Map<string, Set<Person>>();
  readonly #ofNetwork = new Map<string, number>();
  readonly #coming = new Map<string, Allowance>();

  /** @param now ns */
  admits(address: string, now: number): boolean {
    if (isLoopback(address)) return true;
    const network = networkOf(address);
    if (!this.#allowance(network, now).take(now)) return false;
    if ((this.#ofNetwork.get(network) ?? 0) >= MOST_OF_NETWORK) return false;
    const inside = this.#inside.get(address);
    if (inside === undefined) return true;
    let unnamed = 0;
    for (const { name } of inside) if (name === null) unnamed++;
    return inside.size < MOST && unnamed < MOST_UNNAMED;
  }

  enter(address: string, person: Person): void {
    let inside = this.#inside.get(address);
    if (inside === undefined) {
      inside = new Set();
      this.#inside.set(address, inside);
    }
    if (!inside.has(person)) this.#count(address, 1);
    inside.add(person);
  }

  leave(address: string, person: Person): void {
    const inside = this.#inside.get(address);
    if (inside?.delete(person) === true) this.#count(address, -1);
    if (inside?.size === 0) this.#inside.delete(address);
  }

  #count(address: string, by: 1 | -1): void {
    const network = networkOf(address);
    const count = (this.#ofNetwork.get(network) ?? 0) + by;
    if (count === 0) this.#ofNetwork.delete(network);
    else this.#ofNetwork.set(network, count);
  }

  #allowance(network: string, now: number): Allowance {
    let allowance = this.#coming.get(network);
    if (allowance === undefined) {
      if (this.#coming.size >= MOST_REMEMBERED) this.#coming.delete(this.#coming.keys().next().value!);
      allowance = new Allowance(PER_SECOND, BURST, now);
      this.#coming.set(network, allowance);
    }
    return allowance;
  }
}
