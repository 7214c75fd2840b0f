/**
 * How a delay wanders about its mean: a standard normal value that changes steadily with time, as the length of a real
 * queue does.
 *
 * It runs to and fro through zero at one speed: up to a height, back, down to a depth, back. Heights are Rayleigh draws.
 * At a level x it spends a time in proportion to P(height > x) = exp(−x²/2): over all times its value is exactly
 * normal, however often one looks. Heights come in blocks that are spread evenly over their quantiles (Owen's scrambled
 * van der Corput sequence) and shuffled, so that a few hundred swings already show the whole distribution.
 */
import { type DrawKey, draw, PURPOSE } from '../draw.ts';

/** Swings of one side in a block. */
const BLOCK = 16;
/** The first block begins before the first look, by a random part of so many units of travel: nobody meets its start. */
const TRAVEL_BEFORE = 2 * BLOCK * 2 * 1.25;
/** After so long a gap, in units of travel, nothing is left of what was: it begins anew instead of running there. */
const FORGOTTEN = 2000;

export class Swing {
  readonly #key: DrawKey;
  readonly #scrambles: readonly [number, number];
  readonly #order: [number[], number[]] = [[], []];
  /** Units (standard deviations) per ns. */
  #speed: number;
  /** The number of the block's first swing, and how many turns were made in the block: up, down, up, … */
  #block = 0;
  #turns = 0;
  #from = 0;
  #to = 0;
  #start = Number.NaN;
  #end = Number.NaN;

  /** @param speed standard deviations per ns */
  constructor(seed: number, speed: number) {
    this.#key = { seed, flow: 0, number: 0, copy: 0 };
    this.#scrambles = [this.#word(), this.#word()];
    this.#speed = speed;
  }

  /** @param now ns; never falls. @returns a standard normal value, not truncated */
  at(now: number): number {
    if (Number.isNaN(this.#end) || (now - this.#end) * this.#speed > FORGOTTEN) this.#begin(now);
    while (now >= this.#end) this.#turn();
    const part = (now - this.#start) / (this.#end - this.#start);
    return this.#from + (this.#to - this.#from) * part;
  }

  /** From `now` on; the value goes on from where it is. */
  setSpeed(speed: number, now: number): void {
    if (speed === this.#speed) return;
    const value = this.at(now);
    this.#speed = speed;
    this.#from = value;
    this.#start = now;
    this.#end = now + Math.abs(this.#to - value) / speed;
  }

  #begin(now: number): void {
    this.#block = Math.floor(this.#random() * 2 ** 24) * BLOCK;
    this.#turns = 0;
    this.#to = 0;
    this.#end = now - (this.#random() * TRAVEL_BEFORE) / this.#speed;
  }

  #turn(): void {
    if (this.#turns === 2 * BLOCK) {
      this.#turns = 0;
      this.#block += BLOCK;
    }
    if (this.#turns === 0) for (const order of this.#order) this.#shuffle(order);
    const side = this.#turns & 1;
    const index = this.#block + this.#order[side]![this.#turns >> 1]!;
    const height = Math.sqrt(-2 * Math.log(1 - scrambled(index, this.#scrambles[side]!)));
    this.#turns++;
    this.#from = this.#to;
    this.#to = side === 0 ? height : -height;
    this.#start = this.#end;
    this.#end += Math.abs(this.#to - this.#from) / this.#speed;
  }

  #shuffle(order: number[]): void {
    for (let at = 0; at < BLOCK; at++) {
      const other = Math.floor(this.#random() * (at + 1));
      order[at] = order[other] ?? at;
      order[other] = at;
    }
  }

  #random(): number {
    this.#key.number++;
    return draw(this.#key, PURPOSE.jitter);
  }

  #word(): number {
    return Math.floor(this.#random() * 2 ** 32);
  }
}

/**
 * Number `index` of a van der Corput sequence in base 2 with Owen's scrambling, by a hash (Laine and Karras 2011): every
 * aligned run of 2^k numbers has one in each 2^k-th part of [0, 1).
 */
export function scrambled(index: number, seed: number): number {
  let word = (index + seed) | 0;
  word ^= Math.imul(word, 0x6c50b47c);
  word ^= Math.imul(word, 0xb82f1e52);
  word ^= Math.imul(word, 0xc7afe638);
  word ^= Math.imul(word, 0x8d22f6e6);
  return reversed(word) / 2 ** 32;
}

function reversed(word: number): number {
  let bits = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return ((bits >>> 16) | (bits << 16)) >>> 0;
}
