/** Tells of callers that were turned away, without letting them flood the screen. */

import type { Emit } from '../options.ts';
import type { Refused } from './limits.ts';

const PER_SECOND = 3;

export class Refusals {
  readonly #emit: Emit;
  #second = 0;
  #told = 0;
  #more = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  add(address: string, { code, message }: Refused): void {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#told = 0;
    }
    if (this.#told === PER_SECOND) {
      this.#more++;
      return;
    }
    this.#told++;
    this.#emit({ event: 'refused', address, code, message, more: this.#more });
    this.#more = 0;
  }
}
