/**
 * Which of 1,024 queues a flow waits in (RFC 8290, section 4.1.1): by a hash of what identifies it. A flow whose place is
 * taken looks at the others of its set of eight, so that two flows share a queue only where many wait at once (Cake's
 * set-associative hash: Høiland-Jørgensen, Täht and Morton 2018).
 */
import { seedOf } from '../draw.ts';

const QUEUES = 1024;
const WAYS = 8;

export class FlowTable<Q> {
  readonly #seed: number;
  readonly #make: () => Q;
  readonly #free: (queue: Q) => boolean;
  readonly #queues: (Q | undefined)[] = Array<undefined>(QUEUES).fill(undefined);
  readonly #flows = new Float64Array(QUEUES).fill(-1);

  /** @param free whether nothing waits in a queue, so that another flow may have it */
  constructor(seed: number, make: () => Q, free: (queue: Q) => boolean) {
    this.#seed = seed;
    this.#make = make;
    this.#free = free;
  }

  of(flow: number): Q {
    const hash = seedOf(seedOf(this.#seed, flow >>> 0), Math.floor(flow / 2 ** 32)) % QUEUES;
    const first = hash - (hash % WAYS);
    let place = -1;
    for (let way = 0; way < WAYS; way++) {
      const candidate = first + ((hash + way) % WAYS);
      if (this.#flows[candidate] === flow) return this.#queues[candidate]!;
      const queue = this.#queues[candidate];
      if (place === -1 && (queue === undefined || this.#free(queue))) place = candidate;
    }
    // All eight are in use: the flow shares.
    if (place === -1) return this.#queues[hash]!;
    this.#flows[place] = flow;
    this.#queues[place] = this.#make();
    return this.#queues[place]!;
  }
}
