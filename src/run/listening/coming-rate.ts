/**
 * How often somebody may come: each address for itself, and a network of many addresses together, because whoever has one
 * of them may have them all (RFC 6177). A class that shares such a network is not to be kept out by one of its students:
 * who has been here long enough to be known comes back by the allowance of its own address alone.
 */
import { TokenBucket } from '../../session/schedule/token-bucket.ts';
import { networkOf } from './addresses.ts';

export interface ComingRateOptions {
  /** Of one address. */
  readonly perSecond: number;
  readonly atOnce: number;
}

/** What a network may do that has many addresses, as a multiple of what one may. */
const MANY = 4;
/** Addresses, networks and known addresses that are remembered; who has not come for the longest is forgotten. */
const MOST_REMEMBERED = 4096;

export class ComingRate {
  readonly #options: ComingRateOptions;
  readonly #addresses = new Map<string, TokenBucket>();
  readonly #networks = new Map<string, TokenBucket>();
  readonly #known = new Map<string, true>();

  constructor(options: ComingRateOptions) {
    this.#options = options;
  }

  /** @param now ns. @returns whether it may come once more, which is then counted */
  admits(address: string, now: number): boolean {
    const { perSecond, atOnce } = this.#options;
    const own = remembered(this.#addresses, address, () => new TokenBucket(perSecond, atOnce));
    if (own.room(now) < 1) return false;
    const network = networkOf(address);
    if (network !== address && !this.#known.has(address)) {
      const shared = remembered(
        this.#networks,
        network,
        () => new TokenBucket(perSecond * MANY, atOnce * MANY),
      );
      if (shared.room(now) < 1) return false;
      shared.take(1);
    }
    own.take(1);
    return true;
  }

  /** It has been here, and did what people come for. */
  known(address: string): void {
    remembered(this.#known, address, () => true);
  }
}

function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_REMEMBERED) map.delete(oldest!);
  return value;
}
