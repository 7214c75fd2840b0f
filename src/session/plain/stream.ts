/**
 * What a plain echo returns over TCP, cut into answers: the stream ought to be the probes, one after the other. Where it
 * is not, an answer ends where the next probe begins, or after a pause. Time is an argument.
 */
import { Held } from './held.ts';
import type { Outgoing, Outstanding } from './outstanding.ts';
import { agreement, foreignOf, probeByte, twiceOf, type Wrong, wrongOf } from './verdict.ts';

/** ns of silence that ends an answer of which it is known that it is wrong. */
const QUIET = 200e6;
/** ns of silence after which a flow no longer waits for the rest of an answer that is right so far: it may still come. */
const SLOW = 1000e6;
/** Bytes held of answers that do not end, beyond what was asked. */
const MOST_HELD = 256 * 1024;

export interface StreamHost {
  /** A probe came back as it was sent; its last byte at `at`. */
  right(probe: Outgoing, at: number): void;
  /** @param probe which it was to be; undefined: nothing was asked */
  wrong(wrong: Wrong, probe: Outgoing | undefined, at: number): void;
  /** Nobody need wait for it any longer: it is neither right nor wrong yet. */
  tired(probe: Outgoing): void;
}

/** Bytes of a probe that tell its number; and so many that no other bytes begin so. */
const NUMBERED = 24;
const CERTAIN = 3;

/** How far an answer agrees with its probe; whether nothing more belongs to it. */
interface Cut {
  readonly same: number;
  readonly over: boolean;
}

export class PlainStream {
  readonly #probes: Outstanding;
  readonly #host: StreamHost;
  readonly #held = new Held();
  /** How many bytes of the first probe have been found there, so that none is compared twice. */
  #same = 0;
  #sameAs: Outgoing | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  #tiredOf: Outgoing | undefined;
  /** It has cut an answer short before: the next time nobody waits so long. */
  #cuts = false;
  /** The wrong answer before may go on. */
  #wrongAt = Number.NEGATIVE_INFINITY;

  constructor(probes: Outstanding, host: StreamHost) {
    this.#probes = probes;
    this.#host = host;
  }

  take(bytes: Uint8Array, at: number): void {
    this.#held.append(bytes);
    this.#lastAt = at;
    this.#cut(false);
  }

  /** When silence will have said something; Infinity: it says nothing. */
  get deadline(): number {
    if (this.#held.length === 0) return Number.POSITIVE_INFINITY;
    if (!this.#rightSoFar) return this.#lastAt + QUIET;
    if (this.#tiredOf === this.#probes.first) return Number.POSITIVE_INFINITY;
    return this.#lastAt + (this.#cuts ? QUIET : SLOW);
  }

  look(now: number): void {
    if (now < this.deadline) return;
    if (!this.#rightSoFar) this.#cut(true);
    else {
      this.#tiredOf = this.#probes.first;
      if (this.#tiredOf !== undefined) this.#host.tired(this.#tiredOf);
    }
  }

  /** Nothing more comes. */
  end(): void {
    this.#cut(true);
    const { first } = this.#probes;
    if (this.#held.length > 0 && first !== undefined) this.#wrong(this.#held.length, first, 0);
  }

  get #rightSoFar(): boolean {
    const { first } = this.#probes;
    return first !== undefined && this.#agreement(first) === this.#held.length;
  }

  #agreement(probe: Outgoing): number {
    if (this.#sameAs !== probe) this.#same = 0;
    this.#sameAs = probe;
    const bytes = this.#held.bytes;
    const most = Math.min(bytes.length, probe.size);
    while (this.#same < most && bytes[this.#same] === probeByte(probe, this.#same)) this.#same++;
    return this.#same;
  }

  #drop(count: number): void {
    this.#held.drop(count);
    this.#sameAs = undefined;
  }

  /** @param over nothing more belongs to what is held */
  #cut(over: boolean): void {
    while (this.#held.length > 0) {
      const probe = this.#probes.first;
      if (probe === undefined) {
        this.#unasked();
        return;
      }
      const same = this.#agreement(probe);
      if (same === probe.size) this.#came(probe);
      else if (same === this.#held.length || !this.#differs(probe, same, over)) return;
    }
  }

  /** All of the probe has come; what follows it ought to be the next. */
  #came(probe: Outgoing): void {
    const after = this.#held.length - probe.size;
    const next = this.#probes.beginsAt(this.#held.bytes, probe.size);
    const more = next === -1 ? after : next - probe.size;
    if (more > 0) this.#wrong(probe.size + more, probe, 0);
    else {
      this.#probes.removeUpTo(probe);
      this.#drop(probe.size);
      this.#host.right(probe, this.#lastAt);
    }
  }

  /** @returns whether something was cut off */
  #differs(probe: Outgoing, same: number, over: boolean): boolean {
    const here = this.#probes.at(this.#held.bytes, 0);
    if (here !== undefined && here !== probe) {
      // The ones before it never came back.
      while (this.#probes.first !== here) this.#probes.remove(this.#probes.first!);
      return true;
    }
    if (this.#cutShort(same)) {
      this.#wrong(same, probe, -1);
      return true;
    }
    const next = this.#probes.beginsAt(this.#held.bytes, Math.max(1, same));
    if (next !== -1) return this.#upTo(next, probe, { same, over });
    const { length } = this.#held;
    const several = this.#probes.count > 1 && length >= probe.size;
    if (!over && !several && length < probe.size + MOST_HELD) return false;
    this.#wrong(several ? probe.size : length, probe, -1);
    return true;
  }

  /** Whether the next answer follows after `same` bytes, be it cut as short. */
  #cutShort(same: number): boolean {
    const { second } = this.#probes;
    if (same === 0 || second === undefined) return false;
    const again = agreement(this.#held.bytes, same, second);
    return again > 0 && (again === same || same + again === this.#held.length);
  }

  /** Something that may be a probe begins at `next`: the same one, behind a few bytes, or the one after it. */
  #upTo(next: number, probe: Outgoing, { same, over }: Cut): boolean {
    const { length } = this.#held;
    const known = this.#probes.at(this.#held.bytes, next);
    const untold = known === undefined && same < CERTAIN && length - next < Math.min(probe.size, NUMBERED);
    if (untold && !over) return false;
    if (known !== probe) {
      this.#wrong(next, probe, -1);
      return true;
    }
    if (length - next < probe.size && !over) return false;
    const following = this.#probes.beginsAt(this.#held.bytes, next + 1);
    // What stands before this one stands before the next one, too.
    const between = following - next - probe.size;
    this.#wrong(following === -1 ? length : following - Math.max(0, Math.min(next, between)), probe, next);
    return true;
  }

  #wrong(length: number, probe: Outgoing, before: number): void {
    const wrong = wrongOf(this.#held.bytes.subarray(0, length), probe, before);
    this.#drop(length);
    if (wrong.kind === 'foreign') {
      this.#host.wrong(wrong, undefined, this.#lastAt);
      return;
    }
    this.#probes.removeUpTo(probe);
    this.#cuts ||= wrong.kind === 'shorter';
    this.#wrongAt = this.#lastAt;
    this.#host.wrong(wrong, probe, this.#lastAt);
  }

  /** More of the answer before, or something that nobody asked for. */
  #unasked(): void {
    // One that was answered already: its answer was twice as long.
    for (let again = this.#probes.wholeIn(this.#held.bytes); again > 0; ) {
      this.#host.wrong(twiceOf(this.#held.bytes, again), undefined, this.#lastAt);
      this.#drop(again);
      again = this.#probes.wholeIn(this.#held.bytes);
    }
    if (this.#held.length === 0) return;
    if (this.#lastAt - this.#wrongAt > QUIET)
      this.#host.wrong(foreignOf(this.#held.bytes), undefined, this.#lastAt);
    this.#wrongAt = this.#lastAt;
    this.#drop(this.#held.length);
  }
}
