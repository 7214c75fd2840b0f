/** Who may come into a room at all: what one address may do to it before a name is said. */
import { isLoopback, networkOf } from '../../listening/addresses.ts';
import { ComingRate } from '../../listening/coming-rate.ts';

/** Connections from one address that is not this machine; and of those, without a name. */
const MOST = 50;
const MOST_UNNAMED = 16;
/** Of one network (networkOf), where that has many addresses: some of a room's places stay for others. */
const MOST_OF_NETWORK = 200;
/** New connections: a class behind one router may come at once, but nobody comes and goes all the time. */
const COMING = { perSecond: 1, atOnce: 60 };
/** Of this machine, which may have many users and scripts. */
const COMING_HERE = { perSecond: 20, atOnce: 500 };
/** ns in the room under a name after which an address is known. */
const KNOWN_AFTER = 10e9;

interface Person {
  readonly name: string | null;
  readonly cameAt: number;
}

export class Doors {
  readonly #inside = new Map<string, Set<Person>>();
  readonly #ofNetwork = new Map<string, number>();
  readonly #coming = new ComingRate(COMING);
  readonly #comingHere = new ComingRate(COMING_HERE);

  /** @param now ns */
  admits(address: string, now: number): boolean {
    if (isLoopback(address)) return this.#comingHere.admits('this machine', now);
    if (!this.#coming.admits(address, now)) return false;
    if ((this.#ofNetwork.get(networkOf(address)) ?? 0) >= MOST_OF_NETWORK) return false;
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

  leave(address: string, person: Person, now: number): void {
    if (person.name !== null && now - person.cameAt >= KNOWN_AFTER) this.#coming.known(address);
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
}
