/**
 * Random draws without state: a number in [0, 1) that depends on its key alone, so that the same seed gives the same
 * fates in any order, on any machine and engine. MurmurHash3 (x86, 32 bits; Appleby, public domain) over the key's words.
 */

/** What a draw decides: draws for different purposes are independent. */
export const PURPOSE = {
  loss: 1,
  burst: 2,
  burstStart: 3,
  duplicate: 4,
  corrupt: 5,
  corruptBit: 6,
  reorder: 7,
  jitter: 8,
} as const;

/** Whose fate is drawn: a probe by flow and number, any other packet by its kind and its place in that kind's stream. */
export interface DrawKey {
  /** u32: seed and direction, see {@link seedOf}. */
  seed: number;
  /** u32 */
  flow: number;
  /** Integer, below 2⁵³. */
  number: number;
  /** Which copy of it, from 0. */
  copy: number;
}

export function draw(key: DrawKey, purpose: number): number {
  let hash = key.seed;
  hash = word(hash, key.flow);
  hash = word(hash, key.number >>> 0);
  hash = word(hash, Math.floor(key.number / 2 ** 32));
  hash = word(hash, (key.copy << 8) | purpose);
  return finish(hash ^ 16) / 2 ** 32;
}

/** Directions (and whatever else `salt` separates) get independent draws from one seed. */
export const seedOf = (seed: number, salt: number): number => finish(word(word(0, seed >>> 0), salt));

function word(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
