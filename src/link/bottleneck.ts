/** A bandwidth with a bounded queue before it: packets leave one after the other, and one that finds it full is dropped. */
export class Bottleneck {
  readonly #nanosPerByte: number;
  readonly #departures: Float64Array;
  #head = 0;
  #count = 0;
  #last = 0;

  /** @param bitsPerSecond of IP packets; `queue` packets wait beside the one that is being sent */
  constructor(bitsPerSecond: number, queue: number) {
    this.#nanosPerByte = 8e9 / bitsPerSecond;
    this.#departures = new Float64Array(Math.max(0, queue) + 1);
  }

  /** Packets inside at `now`: waiting, and the one that is being sent. */
  inside(now: number): number {
    while (this.#count > 0 && this.#departures[this.#head]! <= now) {
      this.#head = (this.#head + 1) % this.#departures.length;
      this.#count--;
    }
    return this.#count;
  }

  /** @returns when the packet's last bit has left; Infinity where the queue was full */
  enter(bytes: number, now: number): number {
    if (this.inside(now) === this.#departures.length) return Number.POSITIVE_INFINITY;
    this.#last = Math.max(this.#last, now) + bytes * this.#nanosPerByte;
    this.#departures[(this.#head + this.#count++) % this.#departures.length] = this.#last;
    return this.#last;
  }
}
