/** When nothing came to one end, and what it knows of why: its own stops, its own link, what its system answered. */
import { type GapData, Gaps } from '../measure/outages/gaps.ts';
import { leastGap, type Span } from '../measure/outages/outages.ts';
import { Spans } from '../measure/outages/spans.ts';
import type { Transport } from '../units.ts';

/** Structured-cloneable; times in ns since the run's epoch. */
export interface SilenceData {
  readonly gaps: GapData;
  /** Shortest round trip; Infinity where nothing came, 0 where nothing is answered. */
  readonly took: number;
  readonly lastDue: number;
  /** This program did not run. */
  readonly stops: readonly Span[];
  /** This machine's link was seen to be down; and to be up, while nothing came. */
  readonly linkDown: readonly Span[];
  readonly linkUp: readonly Span[];
  /** This machine had no way to send: its link, its address or its route was gone; or a rule of its own forbade it. */
  readonly noWay: readonly Span[];
  readonly forbidden: readonly Span[];
  /** Somebody on the way, or the other end, said that it does not get there. */
  readonly unreachable: readonly Span[];
}

/** ns. */
const STOOD = 100e6;

/** This machine itself cannot send: no interface, no address (EINVAL, where it was there before), no route or one that ends here. */
const HERE = new Set(['ENETDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EINVAL', 'ENODEV', 'ENXIO']);
/** A firewall of this machine, or a route that prohibits. */
const FORBIDDEN = new Set(['EPERM', 'EACCES']);
/** ICMP said so. */
export const BY_ICMP = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENOPROTOOPT', 'ENONET']);

export class SilenceLog {
  readonly #gaps: Gaps;
  readonly #stops = new Spans();
  readonly #linkDown = new Spans();
  readonly #linkUp = new Spans();
  readonly #noWay = new Spans();
  readonly #forbidden = new Spans();
  #astrayAt = Number.NEGATIVE_INFINITY;
  readonly #unreachable = new Spans();

  /** @param start when something could come first */
  constructor(transport: Transport, start: number) {
    this.#gaps = new Gaps(leastGap(transport), start);
  }

  /** @param due see Gaps @param waiting of those that are due, so many can still come now */
  came(at: number, took: number, due: number, waiting = 0): void {
    this.#gaps.came(at, took, due, at, due - waiting);
  }

  /** ns since the last arrival; NaN where nothing comes back in any case. */
  silentFor(now: number): number {
    return now - this.#gaps.lastAt;
  }

  /** ns since a send found no way. */
  astrayFor(now: number): number {
    return now - this.#astrayAt;
  }

  /** @param errno its name */
  refused(errno: string, at: number): void {
    if (HERE.has(errno)) {
      this.#astrayAt = at;
      this.#noWay.add(at);
    } else if (FORBIDDEN.has(errno)) this.#forbidden.add(at);
    else if (BY_ICMP.has(errno)) this.#unreachable.add(at);
  }

  /** This thread did not run, though it should have: long enough, it is a reason for silence. */
  stood(from: number, to: number): void {
    if (to - from > STOOD) this.#stops.add(from, to);
  }

  /** The network itself said that it does not get there, whatever the errno. */
  rejected(at: number): void {
    this.#unreachable.add(at);
  }

  /** The interface was looked at. */
  linkSeen(isDown: boolean, at: number): void {
    (isDown ? this.#linkDown : this.#linkUp).add(at);
  }

  data(now: number, due: number, lastDue: number, took = this.#gaps.took): SilenceData {
    return {
      gaps: this.#gaps.data(now, due),
      took,
      lastDue,
      stops: this.#stops.data(),
      linkDown: this.#linkDown.data(),
      linkUp: this.#linkUp.data(),
      noWay: this.#noWay.data(),
      forbidden: this.#forbidden.data(),
      unreachable: this.#unreachable.data(),
    };
  }
}
