/**
 * Loss in bursts: the simple Gilbert model (Gilbert 1960; Elliott 1963), every packet lost in the bad state, none in the
 * good one. From the overall ratio r and the mean run length L: P(bad→good) = 1/L, P(good→bad) = r / (L (1 − r)).
 *
 * The chain runs over the packet numbers of each flow. So that a state depends on the key alone, and not on what was
 * asked before, every block of {@link BLOCK} numbers starts anew from the stationary distribution; a run that crosses
 * a block's end may be cut there.
 */
import { type DrawKey, draw, PURPOSE } from './draw.ts';

const BLOCK = 1024;
const MOST_CHAINS = 65_536;

interface Chain {
  number: number;
  bad: boolean;
}

export class BurstLoss {
  readonly #ratio: number;
  readonly #toGood: number;
  readonly #toBad: number;
  /** The last state asked for, by seed and flow: the next number is one step away. */
  readonly #seeds = new Map<number, Map<number, Chain>>();
  #count = 0;

  constructor(ratio: number, meanLength: number) {
    this.#ratio = ratio;
    // Between two runs stands at least one packet: so high a ratio is had with longer runs alone, and 1 with one that never ends.
    const length = Math.max(meanLength, ratio / (1 - ratio));
    this.#toGood = 1 / length;
    this.#toBad = ratio / (length * (1 - ratio));
  }

  lost(key: DrawKey): boolean {
    const chain = this.#chainOf(key);
    this.#advance(chain, key);
    return chain.bad;
  }

  #chainOf({ seed, flow, copy }: DrawKey): Chain {
    const id = flow * 8 + (copy & 7);
    const known = this.#seeds.get(seed)?.get(id);
    if (known !== undefined) return known;
    if (++this.#count > MOST_CHAINS) {
      this.#seeds.clear();
      this.#count = 1;
    }
    const chain = { number: -1, bad: false };
    const chains = this.#seeds.get(seed) ?? new Map<number, Chain>();
    chains.set(id, chain);
    this.#seeds.set(seed, chains);
    return chain;
  }

  #advance(chain: Chain, { seed, flow, number, copy }: DrawKey): void {
    const start = number - (number % BLOCK);
    const step: DrawKey = { seed, flow, number: start, copy };
    if (chain.number < start || chain.number > number) {
      chain.bad = draw(step, PURPOSE.burstStart) < this.#ratio;
      chain.number = start;
    }
    while (chain.number < number) {
      step.number = ++chain.number;
      const chance = draw(step, PURPOSE.burst);
      chain.bad = chain.bad ? chance >= this.#toGood : chance < this.#toBad;
    }
  }
}
