/** One direction of a stream over a bottleneck: segments that share the link, are lost and sent again, and wait for each other. */
import type { Link } from './link.ts';
import type { VirtualTime } from './virtual-time.ts';

const SEGMENT = 1448;

export class Segments {
  readonly #link: Link;
  readonly #time: VirtualTime;
  /** Bytes of the stream that have come, in order. */
  readonly #deliver: (bytes: number) => void;
  #sent = 0;
  #next = 0;
  /** Arrived before what comes before them, by their beginning. */
  readonly #early = new Map<number, number>();

  constructor(link: Link, time: VirtualTime, deliver: (bytes: number) => void) {
    this.#link = link;
    this.#time = time;
    this.#deliver = deliver;
  }

  send(bytes: number): void {
    for (let left = bytes; left > 0; left -= SEGMENT) {
      const length = Math.min(SEGMENT, left);
      this.#carry(this.#sent, length);
      this.#sent += length;
    }
  }

  #carry(from: number, length: number): void {
    const { at, again } = this.#link.carrySegment(length);
    if (again) this.#time.at(at, () => this.#carry(from, length));
    else this.#time.at(at, () => this.#arrived(from, length));
  }

  #arrived(from: number, length: number): void {
    this.#link.log(this.#time.now, length);
    this.#early.set(from, length);
    let bytes = 0;
    for (let next = this.#early.get(this.#next); next !== undefined; next = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#next += next;
      bytes += next;
    }
    if (bytes > 0) this.#deliver(bytes);
  }
}
