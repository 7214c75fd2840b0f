/**
 * One direction of the emulated link, without I/O: packets go in with a time, and come out when they are due.
 *
 * In this order: copies (duplication), then for each copy loss (independent, bursts, scripted), corruption, the
 * bottleneck with its queue, delay and jitter. Order is kept; a packet that is to be reordered is held until the next
 * one of its flow has passed (extent 1, RFC 4737), or for {@link HOLD} where none comes.
 *
 * A UDP probe's draws depend on seed, direction, flow, number and copy alone (and on its session, where asked); the warm-up has numbers of its own.
 * Any other packet draws by its place among the packets of its kind (TCP, other UDP, other). Later fragments share the
 * fate of their datagram's first, so that a datagram is lost or corrupted as a whole; one in fragments is neither
 * duplicated nor reordered. The exchange that opens a UDP flow is delayed and nothing else: it belongs to the tool.
 */
import type { DirectionImpairment } from '../result/impairment.ts';
import { type Direction, MILLISECOND } from '../units.ts';
import { Bottleneck } from './bottleneck.ts';
import { BurstLoss } from './burst.ts';
import { DelayLine } from './delay-line.ts';
import { type DrawKey, draw, drawNormal, PURPOSE, seedOf } from './draw.ts';
import { Fragments } from './fragments.ts';
import { type Held, Holding } from './holding.ts';
import type { Fate, Outcome } from './outcome.ts';
import { CLASS_TCP, CLASS_UDP, type Packet } from './packet.ts';
import { SeenBefore } from './seen-before.ts';

/** How long a packet that is to be reordered waits for one that overtakes it, beyond its own delay. */
const HOLD = 100 * MILLISECOND;
/** Packets under way in one direction; more are dropped, and count as overrun. */
const MOST_UNDER_WAY = 65_536;

/** Told once for each packet, as soon as its fate is certain. `extra` is what `enter` was given. */
export type Fated<T> = (packet: Packet, outcome: Outcome, extra: T) => void;

const SALT: Readonly<Record<Direction, number>> = { up: 1, down: 2 };
/** Flows of draws that belong to no probe; a probe's flow is below. */
const STREAM = 0xfffffff0;
const WARMUP_SALT = 0x57415250;

export class LinkDirection<T> {
  readonly #line = new DelayLine();
  readonly #holding = new Holding<T>();
  readonly #fated: Fated<T>;
  readonly #seed: number;
  readonly #warmupSeed: number;
  readonly #bySession: boolean;
  readonly #key: DrawKey = { seed: 0, flow: 0, number: 0, copy: 0 };
  readonly #places = [0, 0, 0];
  readonly #seen: SeenBefore | undefined;
  /** Whether the first fragment was lost. */
  readonly #fragments = new Fragments<boolean>();
  #impairment: DirectionImpairment;
  #burst: BurstLoss | undefined;
  #bottleneck: Bottleneck | undefined;
  #drop: ReadonlySet<number> = new Set();
  #corruptBit = -1;
  /** Packets dropped because too many were under way: a fault of the lab, not of the impairment. */
  overrun = 0;

  /**
   * @param bySession sessions have draws of their own
   * @param repeats the same probe may come more than once (a plain echo server answers every copy)
   */
  constructor(
    direction: Direction,
    impairment: DirectionImpairment,
    seed: number,
    bySession: boolean,
    repeats: boolean,
    fated: Fated<T>,
  ) {
    this.#seed = seedOf(seed, SALT[direction]);
    this.#bySession = bySession;
    this.#warmupSeed = seedOf(this.#seed, WARMUP_SALT);
    this.#seen = repeats ? new SeenBefore() : undefined;
    this.#fated = fated;
    this.#impairment = impairment;
    this.change(impairment);
  }

  /** From now on; what is under way stays as it is. */
  change(impairment: DirectionImpairment): void {
    const { burst, bandwidth, queue } = impairment;
    this.#impairment = impairment;
    this.#burst = burst === null ? undefined : new BurstLoss(burst.ratio, burst.meanLength);
    this.#bottleneck = bandwidth === null ? undefined : new Bottleneck(bandwidth, queue);
    this.#drop = new Set(impairment.drop);
  }

  /** Packets under way, held ones included. */
  get underWay(): number {
    return this.#line.count + this.#holding.count;
  }

  /** Packets that wait for the bandwidth, or are being sent. */
  queued(now: number): number {
    return this.#bottleneck?.inside(now) ?? 0;
  }

  /**
   * Decides the fate of a packet whose bytes are in `slot`.
   * @param place of a TCP segment among those with payload of its sender, from 1; 0 where it has none
   * @returns how many times the slot will come out of the link
   */
  enter(packet: Packet, slot: number, place: number, now: number, extra: T): number {
    const key = this.#keyOf(packet);
    const scripted = this.#scripted(packet, place);
    const copies = this.#copies(packet, key);
    const outcome: Outcome = { fate: 'lost', duplicates: 0, reordered: false, deliveredAt: -1, time: now };
    const hold = this.#holds(packet, key);
    let references = 0;
    let held: Held<T> | undefined;
    for (let copy = 0; copy < copies; copy++) {
      const first = copy === 0;
      key.copy = (key.copy & ~1) | copy;
      const fate = this.#fate(packet, key, first && scripted);
      const left = fate === 'lost' ? now : this.#depart(packet.bytes, now);
      if (fate === 'lost' || left === Number.POSITIVE_INFINITY) {
        if (first && fate !== 'lost') outcome.fate = 'queueDropped';
        continue;
      }
      references++;
      const due = left + this.#delay(key);
      if (fate === 'corrupted') {
        const at = this.#line.push(due, slot, this.#corruptBit);
        // The first copy that comes out is the one that is told of, until an intact one does.
        if (references === 1) {
          outcome.fate = 'corrupted';
          outcome.deliveredAt = at;
        }
        continue;
      }
      if (outcome.fate === 'delivered') outcome.duplicates++;
      outcome.fate = 'delivered';
      if (hold)
        held = this.#holding.add(held, {
          packet: held?.packet ?? packet.clone(),
          extra,
          outcome,
          slot,
          copies: 1,
          deadline: due + HOLD,
        });
      else if (outcome.duplicates === 0) outcome.deliveredAt = this.#line.push(due, slot, -1);
      else this.#line.push(due, slot, -1);
    }
    if (packet.fragment && !packet.laterFragment) this.#fragments.remember(packet, outcome.fate === 'lost');
    if (held === undefined) {
      if (outcome.fate === 'delivered' && this.#holding.count > 0) this.#overtake(packet.key);
      this.#fated(packet, outcome, extra);
    }
    return references;
  }

  /** When something is due next; Infinity where nothing is under way. */
  get due(): number {
    return Math.min(this.#line.due, this.#holding.deadline);
  }

  /** Moves packets that waited long enough to be overtaken. Call before {@link ready}. */
  poll(now: number): void {
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

  shift(): void {
    this.#line.shift();
  }

  #keyOf(packet: Packet): DrawKey {
    const key = this.#key;
    if (packet.kind === CLASS_UDP && packet.probe) {
      const seed = packet.warmup ? this.#warmupSeed : this.#seed;
      key.seed = this.#bySession ? seedOf(seed, packet.tokenLow) : seed;
      key.flow = packet.flow;
      key.number = packet.number;
      key.copy = 2 * (this.#seen?.count(packet) ?? 0);
      return key;
    }
    key.seed = this.#seed;
    key.flow = STREAM + packet.kind;
    key.number = this.#places[packet.kind]!++;
    key.copy = 0;
    return key;
  }

  #scripted(packet: Packet, place: number): boolean {
    if (this.#drop.size === 0 || packet.handshake || packet.laterFragment) return false;
    if (packet.kind === CLASS_TCP) return this.#drop.has(place);
    if (packet.probe) return !packet.warmup && this.#key.copy === 0 && this.#drop.has(packet.number + 1);
    return this.#drop.has(this.#places[packet.kind]!);
  }

  #copies(packet: Packet, key: DrawKey): number {
    const { duplicate } = this.#impairment;
    return duplicate > 0 &&
      !packet.fragment &&
      !opens(packet) &&
      this.#chance(key, PURPOSE.duplicate, duplicate)
      ? 2
      : 1;
  }

  #holds(packet: Packet, key: DrawKey): boolean {
    const { reorder } = this.#impairment;
    return reorder > 0 && !packet.fragment && !opens(packet) && this.#chance(key, PURPOSE.reorder, reorder);
  }

  #chance(key: DrawKey, purpose: number, ratio: number): boolean {
    return draw(key, purpose) < ratio;
  }

  #fate(packet: Packet, key: DrawKey, scripted: boolean): Fate {
    const { loss, corrupt } = this.#impairment;
    if (opens(packet)) return 'delivered';
    const shared = packet.laterFragment ? this.#fragments.find(packet) : undefined;
    if (shared !== undefined) return shared ? 'lost' : 'delivered';
    // Both are drawn, so that the chain of bursts runs on.
    const burst = this.#burst?.lost(key) === true;
    if (scripted || burst || (loss > 0 && this.#chance(key, PURPOSE.loss, loss))) return 'lost';
    if (corrupt === 0 || !this.#chance(key, PURPOSE.corrupt, corrupt)) return 'delivered';
    this.#corruptBit = this.#bitOf(packet, key);
    return this.#corruptBit === -1 ? 'delivered' : 'corrupted';
  }

  /** Behind the IP header, where the transport's checksum covers it: the receiving kernel throws the packet away. */
  #bitOf(packet: Packet, key: DrawKey): number {
    // Not in UDP's own header: a checksum that becomes zero would mean "not checked" (RFC 768).
    const head = (packet.version === 4 ? 20 : 40) + (packet.kind === CLASS_UDP ? 8 : 0);
    const bits = (packet.bytes - head) * 8;
    return bits <= 0 ? -1 : head * 8 + Math.floor(draw(key, PURPOSE.corruptBit) * bits);
  }

  #depart(bytes: number, now: number): number {
    if (this.underWay >= MOST_UNDER_WAY) {
      this.overrun++;
      return Number.POSITIVE_INFINITY;
    }
    return this.#bottleneck === undefined ? now : this.#bottleneck.enter(bytes, now);
  }

  #delay(key: DrawKey): number {
    const { delay, jitter, jitterShape } = this.#impairment;
    if (jitter === 0) return delay;
    const swing = jitterShape === 'normal' ? drawNormal(key) : 2 * draw(key, PURPOSE.jitter) - 1;
    return Math.max(0, delay + jitter * swing);
  }

  /** A later packet of the flow is on its way: what it overtook follows right behind. */
  #overtake(flow: number): void {
    for (const held of this.#holding.overtaken(flow)) this.#release(held, this.#line.last, true);
  }

  #release(held: Held<T>, due: number, reordered: boolean): void {
    held.outcome.reordered = reordered;
    held.outcome.deliveredAt = this.#line.push(due, held.slot, -1);
    for (let copy = 1; copy < held.copies; copy++) this.#line.push(due, held.slot, -1);
    this.#fated(held.packet, held.outcome, held.extra);
  }
}

/** `open` and `opened` of a UDP flow. */
const opens = (packet: Packet): boolean => packet.kind === CLASS_UDP && packet.handshake;
