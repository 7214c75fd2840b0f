/**
 * Whose delay it was: each answer's time, split between the two ends and the two directions.
 *
 * response = waited (generator or full socket) + up + residence + down; up + residence + down is exact whatever the clocks
 * do, and so is up + down (RFC 8762: residence is the server's T3 − T2). Up and down alone hold the offset of the clocks:
 * as an interval they are certain (clock-bounds.ts), and what they vary by above their least rests on a line of steady
 * drift (offset-line.ts). `path` is the least up and the least down together, which no clock can part.
 */
import { Histogram, type HistogramData } from '../histogram.ts';
import { AnswerColumns, type AnswerTimes } from './answer-times.ts';
import {
  type ClockBounds,
  clockBounds,
  type Known,
  MOST_DRIFT,
  NOTHING_KNOWN,
  type Sightings,
} from './clock-bounds.ts';
import { Direction, type DirectionDelays } from './direction.ts';
import { type HeldData, HeldSoFar } from './held-so-far.ts';
import { agrees, knownAt, narrowTo, type OffsetKnown } from './known-offset.ts';
import { type OffsetLine, offsetLine, type Place, slopeOf } from './offset-line.ts';
import { type OwnerData, OwnerSums } from './owners.ts';
import { type FreshSamples, type SampleData, Samples } from './samples.ts';
import { ordered } from './sightings.ts';

export interface DelaySummary {
  /** Of answers of which it is known when the probe came to the server. */
  readonly network: HistogramData;
  readonly server: HistogramData;
  readonly owners: OwnerData;
  /** null where the clocks contradict each other. */
  readonly up: DirectionDelays | null;
  readonly down: DirectionDelays | null;
  readonly offset: { readonly low: number; readonly high: number; readonly drift: number | null } | null;
  /** What was known of the offset besides agreed with the answers. */
  readonly believed: boolean;
  /** Answers whose times cannot be true; they are in no figure here but `unknown`. */
  readonly absurd: number;
  /** Of each answer; null where nobody asked. */
  readonly samples: SampleData | null;
}

export class DelaySplit {
  #offset: OffsetKnown | null;
  readonly #kept = new AnswerColumns();
  readonly #network = new Histogram();
  readonly #server = new Histogram();
  readonly #owners = new OwnerSums();
  readonly #up = new Direction();
  readonly #down = new Direction();
  readonly #held = new Float64Array(7);
  readonly #soFar: HeldSoFar | null;
  #known: Known = NOTHING_KNOWN;
  #first: Place | null = null;
  #last: Place | null = null;
  #leastTrip = Number.POSITIVE_INFINITY;
  #contradicts = false;
  #absurd = 0;
  readonly #samples: Samples | null;
  readonly #upUnsure: boolean;

  /**
   * @param offset what is known of θ, ns; null: nothing @param live whether {@link soFar} will be asked for
   * @param samples the times of each answer are kept @param upUnsure the server's program stamps arrivals when it reads them
   */
  constructor(offset: OffsetKnown | null, live = false, samples = false, upUnsure = false) {
    this.#offset = offset;
    this.#upUnsure = upUnsure;
    this.#soFar = live ? new HeldSoFar() : null;
    this.#samples = samples ? new Samples() : null;
  }

  /**
   * @param late ns from its intended time until it was offered; 0 in closed loop @param blocked ns that it then waited for room
   * @param sent t1, client's clock @param arrived T2, server's @param departed T3, server's @param received t4, client's
   * @param unknown ns before t4 of which it is not known whether the answer lay there unread
   * @param order the probe's place in the order of sending
   * @param doubt ns before T2 of which it is not known whether the probe lay there unread @param hit by a stall of ours
   */
  answered(
    late: number,
    blocked: number,
    sent: number,
    arrived: number,
    departed: number,
    received: number,
    unknown = 0,
    order = -1,
    doubt = 0,
    hit = false,
  ): void {
    const residence = departed - arrived;
    const up = arrived - sent;
    const down = received - departed;
    // The server's clock may run faster while it holds the probe.
    if (!(residence >= 0 && up + down >= -MOST_DRIFT * residence)) {
      this.#absurd++;
      this.#hold(late, blocked, 0, 0, 0, 0, Math.max(0, received - sent));
      return;
    }
    const network = Math.max(0, up + down);
    // What lay unread at an end that stood still was there and not on the way, for nobody knows how long.
    if (doubt === 0 && !(hit && unknown > 0)) {
      this.#network.record(network);
      this.#server.record(residence);
    }
    this.#leastTrip = Math.min(this.#leastTrip, network);
    const told = this.#upUnsure ? Number.POSITIVE_INFINITY : unknown + doubt;
    const unsure = Math.min(told, network - this.#leastTrip);
    this.#soFar?.record(late, blocked, network - unsure, residence, unsure);
    this.#kept.add(late, blocked, up, down, arrived, residence, unknown, order, doubt);
    this.#samples?.came(sent, up, down - unknown);
    if (this.#kept.full) this.#settle();
  }

  /** Of the answers until now; null where it was not wanted, or there are none. */
  get soFar(): HeldData | null {
    return this.#soFar?.data() ?? null;
  }

  /** In the order of OWNERS. */
  #hold(
    late: number,
    blocked: number,
    path: number,
    up: number,
    down: number,
    server: number,
    unknown: number,
  ): void {
    const held = this.#held;
    held[0] = Math.max(0, late);
    held[1] = Math.max(0, blocked);
    held[2] = path;
    held[3] = up;
    held[4] = down;
    held[5] = server;
    held[6] = unknown;
    this.#owners.record(held[0] + held[1] + path + up + down + server + unknown, held);
  }

  /** Delays of the latest answers, where those of each are kept. */
  takeFresh(): FreshSamples | null {
    return this.#samples?.takeFresh() ?? null;
  }

  /** Splits what has been kept, by all that is known by now. */
  #settle(): void {
    const kept = this.#kept;
    if (kept.count === 0) return;
    const { seen, byArrival, byDeparture } = ordered(kept);
    const bounds = this.#bounded(seen, clockBounds(seen, this.#known));
    this.#contradicts ||= bounds.contradicts;
    if (this.#contradicts) this.#undivided(kept);
    else {
      const line = offsetLine(seen, bounds, this.#last);
      this.#known = bounds.known;
      this.#first ??= { at: seen.arrivals[0]!, offset: line.atArrivals[0]! };
      this.#last = line.end;
      this.#divide(kept, bounds, line, byArrival, byDeparture);
    }
    kept.clear();
  }

  /** Within what is known of the clocks besides; where that contradicts the answers, it is not believed. */
  #bounded(seen: Sightings, bounds: ClockBounds): ClockBounds {
    if (this.#offset !== null && !agrees(seen, bounds, this.#offset)) this.#offset = null;
    if (this.#offset !== null) narrowTo(seen, bounds, this.#offset);
    return bounds;
  }

  #divide(
    kept: AnswerTimes,
    { atArrivals, atDepartures }: ClockBounds,
    line: OffsetLine,
    placeUp: Uint32Array | null,
    placeDown: Uint32Array | null,
  ): void {
    const { count, up, down, residence, late, blocked, unknown, order, doubt } = kept;
    for (let i = 0; i < count; i++) {
      this.#up.least = Math.min(this.#up.least, up[i]! - line.atArrivals[placeUp?.[i] ?? i]!);
      this.#down.least = Math.min(this.#down.least, down[i]! + line.atDepartures[placeDown?.[i] ?? i]!);
    }
    for (let i = 0; i < count; i++) {
      const a = placeUp?.[i] ?? i;
      const d = placeDown?.[i] ?? i;
      const arrived = line.atArrivals[a]!;
      const departed = line.atDepartures[d]!;
      const upVaries = Math.max(0, up[i]! - arrived - this.#up.least);
      const downOver = Math.max(0, down[i]! + departed - this.#down.least);
      // What nobody can tell from reading late is told as variation, and is nobody's share.
      const unsureUp = this.#upUnsure ? upVaries : Math.min(upVaries, doubt[i]!);
      const unsureDown = Math.min(downOver, unknown[i]!);
      this.#up.record(up[i]!, atArrivals.low[a]!, atArrivals.high[a]!, upVaries);
      this.#down.record(down[i]!, -atDepartures.high[d]!, -atDepartures.low[d]!, downOver);
      this.#samples?.add(order[i]!, upVaries, downOver, up[i]! + down[i]!);
      const path = this.#up.least + this.#down.least;
      // By the client's clock: what the two drifted apart meanwhile was no time in the server.
      const here = residence[i]! - (departed - arrived);
      const [ofUp, ofDown] = [upVaries - unsureUp, downOver - unsureDown];
      this.#hold(late[i]!, blocked[i]!, path, ofUp, ofDown, here, unsureUp + unsureDown);
    }
  }

  /** The clocks tell nothing: what a round trip took beyond the least cannot be given to a direction. */
  #undivided({ count, up, down, residence, late, blocked, order }: AnswerTimes): void {
    for (let i = 0; i < count; i++) {
      const trip = up[i]! + down[i]!;
      this.#samples?.add(order[i]!, Number.NaN, Number.NaN, trip);
      this.#hold(late[i]!, blocked[i]!, this.#leastTrip, 0, 0, residence[i]!, trip - this.#leastTrip);
    }
  }

  /** Everything that was answered. Call it once. */
  close(): DelaySummary {
    this.#settle();
    const divided = !this.#contradicts && this.#last !== null;
    return {
      network: this.#network.data(),
      server: this.#server.data(),
      owners: this.#owners.data(),
      up: divided ? this.#up.data() : null,
      down: divided ? this.#down.data() : null,
      offset: divided ? this.#offsets() : null,
      believed: this.#offset !== null,
      absurd: this.#absurd,
      samples: this.#samples?.data() ?? null,
    };
  }

  #offsets(): NonNullable<DelaySummary['offset']> {
    const { low, high, at } = this.#known;
    const { low: least, high: most } =
      this.#offset === null ? { low: -Infinity, high: Infinity } : knownAt(this.#offset, at);
    return {
      low: Math.min(most, Math.max(low, least)),
      high: Math.max(least, Math.min(high, most)),
      drift: slopeOf(this.#first!, this.#last!),
    };
  }
}
