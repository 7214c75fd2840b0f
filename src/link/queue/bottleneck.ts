/**
 * A bandwidth with a queue before it: packets leave one after the other, each when its last bit has left. Pure: the times
 * are those of the packets, whenever anyone looks.
 */
import type { FullImpairment } from '../../result/impairment.ts';
import type { Discipline, Drop, Told, Waiting } from './discipline.ts';
import { FqCodel } from './fq-codel.ts';
import type { QueueMeters } from './meters.ts';
import { SingleQueue } from './single.ts';

/** A line without a bandwidth carries whatever comes at once. */
export type Line = Pick<FullImpairment, 'bandwidth' | 'queue' | 'queueBytes' | 'aqm' | 'ecn'>;

export interface Events<T> {
  /** Its last bit has left at `at`. @param sojourn ns in the queue; -1: there is none */
  left(item: T, at: number, sojourn: number): void;
  /** @param sojourn ns in the queue */
  dropped(item: T, why: Drop, at: number, sojourn: number): void;
  marked(item: T): void;
}

export class Bottleneck<T extends Waiting> {
  readonly #seed: number;
  readonly #events: Events<T>;
  readonly #meters: QueueMeters;
  readonly #told: Told<T>;
  #line: Line;
  #queue: Discipline<T>;
  #sending: T | undefined;
  #sojourn = 0;
  /** When the last bit of the one that is being sent has left; Infinity where there is none. */
  due = Number.POSITIVE_INFINITY;

  constructor(line: Line, seed: number, events: Events<T>, meters: QueueMeters) {
    this.#seed = seed;
    this.#events = events;
    this.#meters = meters;
    this.#told = {
      dropped: (item, why, now) => {
        this.#meters.dropped(why);
        events.dropped(item, why, now, now - item.arrived);
      },
      marked: (item) => {
        this.#meters.marked();
        events.marked(item);
      },
    };
    this.#line = line;
    this.#queue = this.#disciplineOf(line);
  }

  /** Packets inside: waiting, and the one that is being sent. */
  get inside(): number {
    return this.#queue.packets + (this.#sending === undefined ? 0 : 1);
  }

  /** Those that wait, in order of arrival. */
  waiting(): readonly T[] {
    return this.#sending === undefined ? [] : [this.#sending, ...this.#queue.waiting()];
  }

  /** @param now not before what {@link advance} was last told */
  enter(item: T, now: number): void {
    if (this.#line.bandwidth === null) {
      this.#events.left(item, now, -1);
      return;
    }
    // A line that is free takes any packet: the limit is for those that wait.
    if (this.#sending === undefined) this.#queue.put(item);
    else this.#queue.enqueue(item, now);
    if (this.#sending === undefined) this.#next(now);
    else this.#measure(now);
  }

  /** Everything that has left by `now`. */
  advance(now: number): void {
    while (this.due <= now) this.#leave(this.due);
  }

  /** From `now` on. What waits goes on waiting, also where less room would be left; what is being sent goes on at the new pace. */
  change(line: Line, now: number): void {
    this.advance(now);
    const before = this.#line;
    this.#line = line;
    if (line.bandwidth === null) this.#release(now);
    else if (this.#sending !== undefined)
      this.due = now + ((this.due - now) * before.bandwidth!) / line.bandwidth;
    if (sameQueue(line, before)) return;
    const waiting = this.#queue.waiting();
    this.#queue = this.#disciplineOf(line);
    for (const item of waiting) this.#queue.put(item);
  }

  /** Nothing holds anybody back any more. */
  #release(now: number): void {
    const all = this.waiting();
    this.#sending = undefined;
    this.due = Number.POSITIVE_INFINITY;
    this.#queue = this.#disciplineOf(this.#line);
    for (const item of all) this.#events.left(item, now, now - item.arrived);
    this.#measure(now);
  }

  #leave(at: number): void {
    const item = this.#sending!;
    this.#sending = undefined;
    this.due = Number.POSITIVE_INFINITY;
    this.#events.left(item, at, this.#sojourn);
    this.#next(at);
  }

  #next(at: number): void {
    const item = this.#queue.dequeue(at);
    this.#measure(at);
    if (item === undefined) return;
    this.#sending = item;
    this.#sojourn = at - item.arrived;
    this.#meters.sent(this.#sojourn, item.bytes);
    this.due = at + (item.bytes * 8e9) / this.#line.bandwidth!;
  }

  #measure(now: number): void {
    this.#meters.length(this.#queue.packets, this.#queue.bytes, now);
  }

  #disciplineOf({ queue, queueBytes, aqm, ecn }: Line): Discipline<T> {
    const endless = Number.POSITIVE_INFINITY;
    const room =
      queueBytes === null ? { packets: queue, bytes: endless } : { packets: endless, bytes: queueBytes };
    if (aqm === 'fq-codel') return new FqCodel(room, this.#told, ecn, this.#seed);
    return new SingleQueue(room, this.#told, aqm === 'codel' ? { ecn } : null);
  }
}

const sameQueue = (one: Line, other: Line): boolean =>
  one.queue === other.queue &&
  one.queueBytes === other.queueBytes &&
  one.aqm === other.aqm &&
  one.ecn === other.ecn;
