/** When nothing came to one end, and what it knows of why: its own stops, its own link, what its system answered. */
import { type GapData, Gaps } from '../measure/gaps.ts';
import { leastGap, type Span } from '../measure/outages.ts';
import { Spans } from '../measure/spans.ts';
import type { Transport } from '../units.ts';

/** Structured-cloneable; times in ns since the run's epoch. */
export interface SilenceData {
  readonly gaps: GapData;
  /** Shortest round trip; Infinity where nothing came, 0 where nothing is answered. */
  readonly took: number;
  readonly lastDue: number;
  /** This program did not run. */
  readonly stops: readonly Span[];
  /** This machine had no way to send: its link or its route was gone. */
  readonly linkDown: readonly Span[];
  /** Somebody on the way, or the other end, said that it does not get there. */
  readonly unreachable: readonly Span[];
}

/** ns. */
const STOOD = 100e6;

/** This machine itself cannot send: no interface, no address, no route. */
const HERE = new Set(['ENETDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENODEV', 'ENXIO']);
/** ICMP said so. */
const THERE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENOPROTOOPT', 'ENONET']);

export class SilenceLog {
  readonly #gaps: Gaps;
  readonly #stops = new Spans();
  readonly #linkDown = new Spans();
  readonly #unreachable = new Spans();

  /** @param start when something could come first */
  constructor(transport: Transport, start: number) {
    this.#gaps = new Gaps(leastGap(transport), start);
  }

  /** @param due see Gaps @param waiting of those that are due, so many can still come now */
  came(at: number, took: number, due: number, waiting = 0): void {
    this.#gaps.came(at, took, due, at, due - waiting);
  }

  /** ns since the last arrival. */
  silentFor(now: number): number {
    return now - this.#gaps.lastAt;
  }

  /** @param errno its name */
  refused(errno: string, at: number): void {
    if (HERE.has(errno)) this.#linkDown.add(at);
    else if (THERE.has(errno)) this.#unreachable.add(at);
  }

  /** This thread did not run, though it should have: long enough, it is a reason for silence. */
  stood(from: number, to: number): void {
    if (to - from > STOOD) this.#stops.add(from, to);
  }

  /** The interface was seen to be down. */
  linkIsDown(at: number): void {
    this.#linkDown.add(at);
  }

  data(now: number, due: number, lastDue: number, took = this.#gaps.took): SilenceData {
    return {
      gaps: this.#gaps.data(now, due),
      took,
      lastDue,
      stops: this.#stops.data(),
      linkDown: this.#linkDown.data(),
      unreachable: this.#unreachable.data(),
    };
  }
}
