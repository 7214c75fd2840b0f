/**
 * CoDel's control law (RFC 8289, section 5): what leaves is dropped, one at a time and ever more often, while packets
 * have been waiting too long for too long a time. The names are those of the RFC's pseudocode.
 */
import { MILLISECOND } from '../../units.ts';
import type { Told, Waiting } from './discipline.ts';
import type { Fifo } from './fifo.ts';

/** A standing queue of up to this is acceptable. */
export const TARGET = 5 * MILLISECOND;
/** Of the order of the longest round trip. */
export const INTERVAL = 100 * MILLISECOND;
/** The largest packet: with no more than it waiting, nothing is dropped, however slow the line is. */
const MAXPACKET = 1500;

export class Codel<T extends Waiting> {
  readonly #ecn: boolean;
  readonly #told: Told<T>;
  #firstAbove = 0;
  #dropNext = 0;
  #count = 0;
  #lastCount = 0;
  #dropping = false;

  /** @param ecn packets that can be marked are, instead of being dropped */
  constructor(ecn: boolean, told: Told<T>) {
    this.#ecn = ecn;
    this.#told = told;
  }

  /** The next packet of `queue` to be sent at `now`; those that had to go were told of. */
  dequeue(queue: Fifo<T>, now: number): T | undefined {
    let item = queue.shift();
    let high = this.#tooLong(item, queue.bytes, now);
    if (!this.#dropping) {
      if (!high) return item;
      if (!this.#marks(item!)) {
        this.#told.dropped(item!, 'aqm', now);
        item = queue.shift();
        this.#tooLong(item, queue.bytes, now);
      }
      this.#enter(now);
      return item;
    }
    if (!high) this.#dropping = false;
    while (this.#dropping && now >= this.#dropNext) {
      this.#count++;
      if (this.#marks(item!)) {
        this.#dropNext = controlLaw(this.#dropNext, this.#count);
        break;
      }
      this.#told.dropped(item!, 'aqm', now);
      item = queue.shift();
      high = this.#tooLong(item, queue.bytes, now);
      if (high) this.#dropNext = controlLaw(this.#dropNext, this.#count);
      else this.#dropping = false;
    }
    return item;
  }

  /** `dodequeue`: whether packets have waited longer than the target for an interval. */
  #tooLong(item: T | undefined, bytes: number, now: number): boolean {
    if (item === undefined || now - item.arrived < TARGET || bytes <= MAXPACKET) {
      this.#firstAbove = 0;
      return false;
    }
    if (this.#firstAbove === 0) {
      this.#firstAbove = now + INTERVAL;
      return false;
    }
    return now >= this.#firstAbove;
  }

  /** Dropping begins; soon after it ended, at the rate that was needed then. */
  #enter(now: number): void {
    const delta = this.#count - this.#lastCount;
    this.#dropping = true;
    this.#count = delta > 1 && now - this.#dropNext < 16 * INTERVAL ? delta : 1;
    this.#dropNext = controlLaw(now, this.#count);
    this.#lastCount = this.#count;
  }

  #marks(item: T): boolean {
    if (!this.#ecn || !item.capable) return false;
    this.#told.marked(item);
    return true;
  }
}

/** When to drop next, after `count` drops in a row. */
const controlLaw = (time: number, count: number): number => time + INTERVAL / Math.sqrt(count);
