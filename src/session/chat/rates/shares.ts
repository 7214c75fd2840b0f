/**
 * Lines a second of all who come from one address together, and from one network: fifty names do not make fifty people.
 * This machine itself may have many users and scripts, and has more.
 */
import { TokenBucket } from '../../schedule/token-bucket.ts';
import type { LineRate, RoomLimits } from './limits.ts';

/** Where a member comes from. */
export interface Origin {
  readonly address: string;
  /** Its network, where that has many addresses; else its address. */
  readonly network: string;
  /** This machine. */
  readonly here: boolean;
}

/** Addresses and networks whose lines are counted; who has said nothing for the longest is forgotten. */
const MOST_REMEMBERED = 1024;

export class LineShares {
  readonly #limits: RoomLimits;
  readonly #shares = new Map<string, TokenBucket>();

  constructor(limits: RoomLimits) {
    this.#limits = limits;
  }

  /** @param now ns. @returns whether one more line may pass, which is then counted */
  take({ address, network, here }: Origin, now: number): boolean {
    const { linesOfAddress, linesOfNetwork, linesHere } = this.#limits;
    const shares = here ? [this.#share('here', linesHere)] : [this.#share(address, linesOfAddress)];
    if (!here && network !== address) shares.push(this.#share(network, linesOfNetwork));
    if (shares.some((share) => share.room(now) < 1)) return false;
    for (const share of shares) share.take(1);
    return true;
  }

  #share(key: string, { perSecond, burst }: LineRate): TokenBucket {
    const share = this.#shares.get(key) ?? new TokenBucket(perSecond, burst);
    this.#shares.delete(key);
    this.#shares.set(key, share);
    const [oldest] = this.#shares.keys();
    if (this.#shares.size > MOST_REMEMBERED) this.#shares.delete(oldest!);
    return share;
  }
}
