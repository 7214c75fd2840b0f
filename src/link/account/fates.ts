/**
 * What becomes of a packet that leaves the queue, by draws: copies (duplication), then for each copy loss (independent,
 * bursts, scripted) and corruption, and whether it is to be overtaken.
 *
 * A UDP probe's draws depend on seed, direction, flow, number and copy alone (and on its session, where asked); the
 * warm-up has numbers of its own. Any other packet draws by its place among the packets of its kind (TCP, other UDP,
 * other) that left. Later fragments share the fate of their datagram's first, so that a datagram is lost or corrupted
 * as a whole; one in fragments is neither duplicated nor reordered. The exchange that opens a UDP flow is delayed and
 * nothing else: it belongs to the tool.
 */
import type { DirectionImpairment } from '../../result/impairment.ts';
import { BurstLoss } from '../burst.ts';
import { type DrawKey, draw, PURPOSE, seedOf } from '../draw.ts';
import { Fragments } from '../packet/fragments.ts';
import { CLASS_TCP, CLASS_UDP, type Packet } from '../packet/packet.ts';
import { SeenBefore } from './seen-before.ts';

/** Flows of draws that belong to no probe; a probe's flow is below. */
const STREAM = 0xfffffff0;
const WARMUP_SALT = 0x57415250;

type CopyFate = 'delivered' | 'lost' | 'corrupted';

export interface FateOptions {
  /** Sessions have draws of their own. */
  readonly bySession: boolean;
  /** The same probe may come more than once (a plain echo server answers every copy). */
  readonly repeats: boolean;
}

export class Fates {
  readonly #seed: number;
  readonly #warmupSeed: number;
  readonly #bySession: boolean;
  readonly #key: DrawKey = { seed: 0, flow: 0, number: 0, copy: 0 };
  readonly #places = [0, 0, 0];
  readonly #seen: SeenBefore | undefined;
  /** Whether the first fragment was lost. */
  readonly #fragments = new Fragments<boolean>();
  #impairment!: DirectionImpairment;
  #burst: BurstLoss | undefined;
  #drop: ReadonlySet<number> = new Set();
  #scripted = false;
  /** Copies of the packet of {@link next}. */
  copies = 1;
  /** It is to be held until the next of its flow has passed. */
  holds = false;
  /** Of the last copy: the bit to flip, counted from the packet's first; -1: none. */
  bit = -1;

  /** @param seed of the direction */
  constructor(seed: number, impairment: DirectionImpairment, { bySession, repeats }: FateOptions) {
    this.#seed = seed;
    this.#warmupSeed = seedOf(seed, WARMUP_SALT);
    this.#bySession = bySession;
    this.#seen = repeats ? new SeenBefore() : undefined;
    this.change(impairment);
  }

  change(impairment: DirectionImpairment): void {
    const { burst } = impairment;
    this.#impairment = impairment;
    this.#burst = burst === null ? undefined : new BurstLoss(burst.ratio, burst.meanLength);
    this.#drop = new Set(impairment.drop);
  }

  /**
   * The packet whose copies are drawn from now on.
   * @param place of a TCP segment among those with payload of its sender, from 1; 0 where it has none
   */
  next(packet: Packet, place: number): void {
    const { duplicate, reorder } = this.#impairment;
    this.#take(packet);
    this.#scripted = this.#named(packet, place);
    const whole = !packet.fragment && !opens(packet);
    this.copies = whole && this.#chance(PURPOSE.duplicate, duplicate) ? 2 : 1;
    this.holds = whole && this.#chance(PURPOSE.reorder, reorder);
  }

  /** The fate of its copy, 0 or 1. */
  of(packet: Packet, copy: number): CopyFate {
    this.#key.copy = (this.#key.copy & ~1) | copy;
    this.bit = -1;
    if (opens(packet)) return 'delivered';
    const shared = packet.laterFragment ? this.#fragments.find(packet) : undefined;
    const fate = shared === undefined ? this.#drawn(packet, copy === 0 && this.#scripted) : whole(shared);
    if (packet.fragment && !packet.laterFragment) this.#fragments.remember(packet, fate === 'lost');
    return fate;
  }

  /** It never left the queue: nothing is to be shared. */
  dropped(packet: Packet): void {
    if (packet.fragment && !packet.laterFragment) this.#fragments.remember(packet, false);
  }

  #drawn(packet: Packet, scripted: boolean): CopyFate {
    const { loss, corrupt } = this.#impairment;
    // Both are drawn, so that the chain of bursts runs on.
    const burst = this.#burst?.lost(this.#key) === true;
    if (scripted || burst || this.#chance(PURPOSE.loss, loss)) return 'lost';
    if (!this.#chance(PURPOSE.corrupt, corrupt)) return 'delivered';
    this.bit = this.#bitOf(packet);
    return this.bit === -1 ? 'delivered' : 'corrupted';
  }

  #take(packet: Packet): void {
    const key = this.#key;
    if (packet.kind === CLASS_UDP && packet.probe) {
      const seed = packet.warmup ? this.#warmupSeed : this.#seed;
      key.seed = this.#bySession ? seedOf(seed, packet.tokenLow) : seed;
      key.flow = packet.flow;
      key.number = packet.number;
      key.copy = 2 * (this.#seen?.count(packet) ?? 0);
      return;
    }
    key.seed = this.#seed;
    key.flow = STREAM + packet.kind;
    key.number = this.#places[packet.kind]!++;
    key.copy = 0;
  }

  #named(packet: Packet, place: number): boolean {
    if (this.#drop.size === 0 || packet.handshake || packet.laterFragment) return false;
    if (packet.kind === CLASS_TCP) return this.#drop.has(place);
    if (packet.probe) return !packet.warmup && this.#key.copy === 0 && this.#drop.has(packet.number + 1);
    return this.#drop.has(this.#places[packet.kind]!);
  }

  #chance(purpose: number, ratio: number): boolean {
    return ratio > 0 && draw(this.#key, purpose) < ratio;
  }

  /** Behind the IP header, where the transport's checksum covers it: the receiving kernel throws the packet away. */
  #bitOf(packet: Packet): number {
    // Not in UDP's own header: a checksum that becomes zero would mean "not checked" (RFC 768).
    const head = (packet.version === 4 ? 20 : 40) + (packet.kind === CLASS_UDP ? 8 : 0);
    const bits = (packet.bytes - head) * 8;
    return bits <= 0 ? -1 : head * 8 + Math.floor(draw(this.#key, PURPOSE.corruptBit) * bits);
  }
}

/** A later fragment shares the fate of the first. */
const whole = (lost: boolean): CopyFate => (lost ? 'lost' : 'delivered');

/** `open` and `opened` of a UDP flow. */
const opens = (packet: Packet): boolean => packet.kind === CLASS_UDP && packet.handshake;
