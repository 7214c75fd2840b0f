/** How often sessions may be begun from one network: each grant costs the server a moment that honest runs wait for. */
import { TokenBucket } from '../../session/token-bucket.ts';

/** Networks that are remembered; who has not come for the longest is forgotten. */
const MOST = 1024;

export class GrantRate {
  readonly #perSecond: number;
  readonly #atOnce: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(perSecond: number, atOnce: number) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
  }

  /** @param now ns. @returns whether one more may begin, which is then counted */
  admits(network: string, now: number): boolean {
    const bucket = this.#buckets.get(network) ?? new TokenBucket(this.#perSecond, this.#atOnce);
    this.#buckets.delete(network);
    this.#buckets.set(network, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MOST) this.#buckets.delete(oldest!);
    if (bucket.room(now) < 1) return false;
    bucket.take(1);
    return true;
  }
}
