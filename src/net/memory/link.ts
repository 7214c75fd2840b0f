/** One direction of a simulated path: decides by seed what becomes of each packet, and keeps the truth about it. */
import type { VirtualTime } from './virtual-time.ts';

export interface LinkOptions {
  /** Shares of packets, 0..1. */
  readonly loss?: number | undefined;
  readonly duplicate?: number | undefined;
  /** Held back by `reorderBy`, so that later packets overtake it. */
  readonly reorder?: number | undefined;
  readonly reorderBy?: number | undefined;
  /** A copy arrives one byte short: damage that a checksum did not see. */
  readonly corrupt?: number | undefined;
  /** ns. */
  readonly delay?: number | undefined;
  /** Uniform extra delay of up to so many ns, for each copy. */
  readonly jitter?: number | undefined;
  /** ns that a packet occupies the wire; packets wait for it in the sender's queue. */
  readonly packetTime?: number | undefined;
  /** Packets that this queue holds before a socket is blocked. */
  readonly queue?: number | undefined;
  /** Times (from, to) at which whatever leaves is lost on the way; a stream sends it again later. */
  readonly away?: readonly (readonly [number, number])[] | undefined;
  /** Times (from, to) at which the sending system refuses datagrams, with this errno. */
  readonly refuses?: readonly (readonly [number, number, number])[] | undefined;
  /** Longer datagrams are lost, bytes. */
  readonly largest?: number | undefined;
  /** Payload bits per second of a bottleneck on the way: a stream crosses it segment by segment. */
  readonly bandwidth?: number | undefined;
  /** Datagrams that wait there; more are dropped. */
  readonly tail?: number | undefined;
}

/** One packet and what became of it. `header` is as it was sent; `copies` are those that reached the receiving socket. */
export interface Fate {
  readonly header: Uint8Array;
  readonly flow: number;
  copies: number;
  corrupt: number;
}

/** A copy under way: when it arrives, and whether it is damaged. */
export interface Copy {
  readonly at: number;
  readonly corrupt: boolean;
}

/** A resent segment of a stream arrives so much later, ns. */
const RESEND = 200e6;

export class Link {
  readonly #time: VirtualTime;
  readonly #options: LinkOptions;
  readonly #random: () => number;
  #wireFree = 0;
  #neckFree = 0;
  /** With a bottleneck: what crossed it, as it arrived. */
  readonly carried: { readonly at: number; readonly bytes: number }[] = [];
  /** Every datagram that was sent. */
  readonly fates: Fate[] = [];

  constructor(time: VirtualTime, options: LinkOptions, seed: number) {
    this.#time = time;
    this.#options = options;
    this.#random = seeded(seed);
  }

  /** Whether the queue before the wire takes one more packet. */
  get room(): boolean {
    return this.#wireFree - this.#time.now <= (this.#options.queue ?? 1000) * (this.#options.packetTime ?? 0);
  }

  /** When the queue has room again. */
  get roomAt(): number {
    return this.#wireFree - (this.#options.queue ?? 1000) * (this.#options.packetTime ?? 0);
  }

  /** The errno with which the system refuses a datagram now; 0: it takes it. */
  get refusal(): number {
    const { now } = this.#time;
    return this.#options.refuses?.find(([from, to]) => now >= from && now < to)?.[2] ?? 0;
  }

  get hasBottleneck(): boolean {
    return this.#options.bandwidth !== undefined;
  }

  log(at: number, bytes: number): void {
    if (this.hasBottleneck) this.carried.push({ at, bytes });
  }

  /** The copies of one datagram that arrive. */
  carry(length: number): Copy[] {
    const { loss = 0, duplicate = 0, largest = Number.POSITIVE_INFINITY, tail = 100 } = this.#options;
    if (this.hasBottleneck && this.#neckFree - this.#time.now > tail * this.#neckTime(length)) return [];
    const leaves = this.#through(this.#leave(), length);
    if (this.#random() < loss || length > largest || this.#awayAt(leaves)) return [];
    const copies = [this.#copy(leaves)];
    while (copies.length < 4 && this.#random() < duplicate) copies.push(this.#copy(leaves));
    return copies;
  }

  /** When a segment of a stream arrives: what is lost is sent again. */
  carryReliably(): number {
    let leaves = this.#leave();
    for (let tries = 0; tries < 8 && this.#random() < (this.#options.loss ?? 0); tries++) leaves += RESEND;
    while (this.#awayAt(leaves)) leaves += RESEND;
    return leaves + (this.#options.delay ?? 0) + this.#random() * (this.#options.jitter ?? 0);
  }

  #awayAt(time: number): boolean {
    return this.#options.away?.some(([from, to]) => time >= from && time < to) === true;
  }

  /** One segment of a stream: when it arrives; or, where it is lost, when it is sent again. */
  carrySegment(bytes: number): { readonly at: number; readonly again: boolean } {
    const { loss = 0, delay = 0 } = this.#options;
    const leaves = this.#through(this.#leave(), bytes);
    // Noticed after a round trip, by what comes behind it.
    return this.#random() < loss
      ? { at: leaves + 2 * delay + 3 * this.#neckTime(bytes), again: true }
      : { at: leaves + delay, again: false };
  }

  #neckTime(bytes: number): number {
    return this.#options.bandwidth === undefined ? 0 : (bytes * 8e9) / this.#options.bandwidth;
  }

  #through(from: number, bytes: number): number {
    if (!this.hasBottleneck) return from;
    this.#neckFree = Math.max(this.#neckFree, from) + this.#neckTime(bytes);
    return this.#neckFree;
  }

  #leave(): number {
    this.#wireFree = Math.max(this.#wireFree, this.#time.now) + (this.#options.packetTime ?? 0);
    return this.#wireFree;
  }

  #copy(leaves: number): Copy {
    const { delay = 0, jitter = 0, reorder = 0, reorderBy = 0, corrupt = 0 } = this.#options;
    const held = this.#random() < reorder ? reorderBy : 0;
    return { at: leaves + delay + held + this.#random() * jitter, corrupt: this.#random() < corrupt };
  }
}

/** Mulberry32 (public domain, T. Ettinger): small, and good enough to toss coins. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
