/**
 * One direction of the emulated link, without I/O: packets go in with a time, and come out when they are due.
 *
 * In this order: the queue before the bandwidth, which may drop and mark ({@link Bottleneck}); with the last bit out of
 * it the fate of each copy ({@link Fates}), then the delay ({@link Delay}). Order is kept; a packet that is to be
 * reordered is held until the next one of its flow has passed (extent 1, RFC 4737), or for {@link HOLD} where none comes.
 */
import { type DirectionImpairment, inFull } from '../result/impairment.ts';
import { type Direction, MILLISECOND } from '../units.ts';
import { type FateOptions, Fates } from './account/fates.ts';
import { Meters } from './account/meters.ts';
import type { Outcome } from './account/outcome.ts';
import { Delay } from './delay/delay.ts';
import { DelayLine } from './delay/delay-line.ts';
import { seedOf } from './draw.ts';
import { type Held, Holding } from './holding.ts';
import type { Packet } from './packet/packet.ts';
import { Bottleneck } from './queue/bottleneck.ts';
import type { Drop, Waiting } from './queue/discipline.ts';

/** How long a packet that is to be reordered waits for one that overtakes it, beyond its own delay. */
const HOLD = 100 * MILLISECOND;
/** Packets under way in one direction; more are dropped, and count as overrun. */
const MOST_UNDER_WAY = 65_536;

/** Whoever has the packets' bytes. */
export interface Sink<T> {
  /** Told once for each packet, as soon as its fate is certain; the packet is the caller's again. `extra` is what `enter` was given. */
  fated(packet: Packet, outcome: Outcome, extra: T): void;
  /** Its fate is certain: the slot will come out so many times (0: it is free). */
  copies(slot: number, count: number): void;
  /** The packet in the slot is to be marked (RFC 3168). */
  mark(slot: number): void;
}

/** A packet on its way through the queue. */
interface Passing<T> extends Waiting {
  readonly packet: Packet;
  readonly slot: number;
  readonly place: number;
  readonly extra: T;
  marked: boolean;
}

const SALT: Readonly<Record<Direction, number>> = { up: 1, down: 2 };
const DELAY_SALT = 0x44454c41;
const QUEUE_SALT = 0x51554555;

export class LinkDirection<T> {
  readonly meters = new Meters();
  readonly #sink: Sink<T>;
  readonly #fates: Fates;
  readonly #delay: Delay;
  readonly #bottleneck: Bottleneck<Passing<T>>;
  readonly #line = new DelayLine();
  readonly #holding = new Holding<T>();
  #latest = Number.NEGATIVE_INFINITY;
  /** Packets dropped because too many were under way: a fault of the lab, not of the impairment. */
  overrun = 0;

  constructor(
    direction: Direction,
    impairment: DirectionImpairment,
    seed: number,
    options: FateOptions,
    sink: Sink<T>,
  ) {
    const own = seedOf(seed, SALT[direction]);
    const full = inFull(impairment);
    this.#sink = sink;
    this.#fates = new Fates(own, full, options);
    this.#delay = new Delay(seedOf(own, DELAY_SALT), full);
    const events = {
      left: (item: Passing<T>, at: number, sojourn: number) => this.#left(item, at, sojourn),
      dropped: (item: Passing<T>, why: Drop, _at: number, sojourn: number) =>
        this.#dropped(item, why, sojourn),
      marked: (item: Passing<T>) => {
        item.marked = true;
        sink.mark(item.slot);
      },
    };
    this.#bottleneck = new Bottleneck(full, seedOf(own, QUEUE_SALT), events, this.meters.queue);
  }

  /** From `now` on; what waits and what is under way stays as it is. */
  change(impairment: DirectionImpairment, now: number): void {
    const full = inFull(impairment);
    const time = this.#until(now);
    this.#bottleneck.change(full, time);
    this.#fates.change(full);
    this.#delay.change(full, time);
  }

  /** Time does not run back: a packet may be told of when time has gone on since it came. */
  #until(now: number): number {
    this.#latest = Math.max(this.#latest, now);
    return this.#latest;
  }

  /** Packets under way, those in the queue and held ones included. */
  get underWay(): number {
    return this.#line.count + this.#holding.count + this.#bottleneck.inside;
  }

  /** Those that wait for the bandwidth, or are being sent. */
  waiting(): readonly Packet[] {
    return this.#bottleneck.waiting().map(({ packet }) => packet);
  }

  /**
   * Takes a packet whose bytes are in `slot`; both are the link's until their fate is told, which may be at once.
   * @param place of a TCP segment among those with payload of its sender, from 1; 0 where it has none
   */
  enter(packet: Packet, slot: number, place: number, came: number, extra: T): void {
    const now = this.#until(came);
    this.#bottleneck.advance(now);
    const { bytes, queueFlow: flow } = packet;
    const capable = packet.ecn !== 0;
    const item = { bytes, flow, capable, arrived: now, packet, slot, place, extra, marked: false };
    if (this.underWay >= MOST_UNDER_WAY) {
      this.overrun++;
      this.#dropped(item, undefined, -1);
    } else this.#bottleneck.enter(item, now);
  }

  /** When something is due next; Infinity where nothing is under way. */
  get due(): number {
    return Math.min(this.#line.due, this.#holding.deadline, this.#bottleneck.due);
  }

  /** Moves what has left the queue, and packets that waited long enough to be overtaken. Call before {@link ready}. */
  poll(time: number): void {
    const now = this.#until(time);
    this.#bottleneck.advance(now);
    for (const held of this.#holding.expired(now)) this.#release(held, now, false);
  }

  ready(now: number): boolean {
    return this.#line.due <= now;
  }

  /** The slot and the bit to flip (-1: none) of the one that is ready, before {@link shift}. */
  get slot(): number {
    return this.#line.slot;
  }

  get bit(): number {
    return this.#line.bit;
  }

  /** When the one that is ready was due. */
  get dueFirst(): number {
    return this.#line.due;
  }

  /** It is handed over now. */
  shift(now: number): void {
    this.meters.wrote(now - this.#line.due);
    this.#line.shift();
  }

  #dropped(item: Passing<T>, why: Drop | undefined, sojourn: number): void {
    const outcome = outcomeOf(item, sojourn);
    outcome.fate = 'queueDropped';
    outcome.queueDrop = why;
    this.#fates.dropped(item.packet);
    this.#sink.copies(item.slot, 0);
    this.#sink.fated(item.packet, outcome, item.extra);
  }

  #left(item: Passing<T>, at: number, sojourn: number): void {
    const { packet, slot, extra } = item;
    const fates = this.#fates;
    const outcome = outcomeOf(item, sojourn);
    fates.next(packet, item.place);
    const due = at + this.#delay.at(at);
    let references = 0;
    let held: Held<T> | undefined;
    for (let copy = 0; copy < fates.copies; copy++) {
      const fate = fates.of(packet, copy);
      if (fate === 'lost') continue;
      references++;
      if (outcome.fate === 'delivered' && fate === 'delivered') outcome.duplicates++;
      if (fate === 'delivered' && fates.holds) {
        outcome.fate = fate;
        held = this.#holding.add(held, { packet, extra, outcome, slot, copies: 1, deadline: due + HOLD });
        continue;
      }
      const arrives = this.#push(due, at, slot, fates.bit);
      // The first copy that comes out is the one that is told of, until an intact one does.
      if (references === 1 || (fate === 'delivered' && outcome.fate !== 'delivered'))
        outcome.deliveredAt = arrives;
      if (outcome.fate !== 'delivered') outcome.fate = fate;
    }
    this.#sink.copies(slot, references);
    if (held !== undefined) return;
    if (outcome.fate === 'delivered' && this.#holding.count > 0) this.#overtake(packet.key);
    this.#sink.fated(packet, outcome, extra);
  }

  #push(due: number, left: number, slot: number, bit: number): number {
    const arrives = this.#line.push(due, slot, bit);
    this.meters.delayed(arrives - left, arrives - due);
    return arrives;
  }

  /** A later packet of the flow is on its way: what it overtook follows right behind. */
  #overtake(flow: number): void {
    for (const held of this.#holding.overtaken(flow)) this.#release(held, this.#line.last, true);
  }

  #release(held: Held<T>, due: number, reordered: boolean): void {
    held.outcome.reordered = reordered;
    held.outcome.deliveredAt = this.#line.push(due, held.slot, -1);
    for (let copy = 1; copy < held.copies; copy++) this.#line.push(due, held.slot, -1);
    this.#sink.fated(held.packet, held.outcome, held.extra);
  }
}

const outcomeOf = (item: { arrived: number; marked: boolean }, sojourn: number): Outcome => ({
  fate: 'lost',
  duplicates: 0,
  reordered: false,
  deliveredAt: -1,
  time: item.arrived,
  sojourn,
  marked: item.marked,
  queueDrop: undefined,
});
