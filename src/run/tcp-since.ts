/**
 * What the kernel says about each TCP connection, its counters from the measured part on: opening and warm-up have
 * segments that were sent again, too, and belong to no probe that is measured. And by interval.
 */
import type { TcpInfo } from '../net/port.ts';

/** Of all connections together: for what share of their time a window or a buffer held them back; nothing where a kernel does not tell. */
export function windowLimitedOf(infos: readonly TcpInfo[]): { windowLimited?: number } {
  const shares = infos.map((info) => info.windowLimited ?? null).filter((share) => share !== null);
  if (shares.length === 0 || shares.length < infos.length) return {};
  return { windowLimited: shares.reduce((sum, share) => sum + share, 0) / shares.length };
}

/** Connections that are read in one turn of the event loop: some tenths of a millisecond. */
const AT_ONCE = 256;
/** Intervals that are kept; a run of more tells none. */
const MOST_INTERVALS = 100_000;

export class TcpSince {
  readonly #read: (flow: number) => TcpInfo | null;
  readonly #flows: number;
  readonly #before: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** ms; undefined where nobody wants intervals, or they would take too long to read. */
  #interval: number | undefined;
  #from = 0;
  readonly #resent: number[] = [];
  #resentSum = 0;

  /** @param read null where the connection, or the platform, does not tell */
  constructor(flows: number, read: (flow: number) => TcpInfo | null) {
    this.#read = read;
    this.#flows = flows;
  }

  /**
   * Counters count from then on, in ns from now.
   * @param told by intervals, too: their length, and when the first begins, in ns from now
   */
  markIn(delay: number, told?: { readonly interval: number; readonly from: number }): void {
    if (told !== undefined && this.#flows <= AT_ONCE) {
      this.#interval = told.interval / 1e6;
      this.#from = performance.now() + told.from / 1e6;
    }
    if (delay <= 0) this.#mark();
    else this.#timer = setTimeout(() => this.#mark(), delay / 1e6);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #mark(): void {
    const until = Math.min(this.#flows, this.#before.length + AT_ONCE);
    while (this.#before.length < until) this.#before.push(this.#read(this.#before.length)?.retransmits ?? 0);
    if (until < this.#flows) this.#timer = setTimeout(() => this.#mark(), 0);
    else this.#next();
  }

  /** At the end of each interval. */
  #next(): void {
    if (this.#interval === undefined || this.#resent.length >= MOST_INTERVALS) return;
    const due = this.#from + (this.#resent.length + 1) * this.#interval;
    this.#timer = setTimeout(() => {
      this.#through(this.#resent.length, this.take());
      this.#next();
    }, due - performance.now());
  }

  #through(index: number, infos: readonly TcpInfo[]): void {
    if (this.#resent.length > index) return;
    const sum = infos.reduce((all, { retransmits }) => all + retransmits, 0);
    // A connection that is gone takes its counter with it.
    this.#resent.push(Math.max(0, sum - this.#resentSum));
    this.#resentSum = Math.max(this.#resentSum, sum);
  }

  /** Segments that were sent again in an interval that has ended; null where it cannot be told. */
  resentIn(index: number): number | null {
    if (this.#interval === undefined) return null;
    this.#through(index, this.take());
    return this.#resent[index] ?? 0;
  }

  /** The same of all intervals, at the end; null where it cannot be told. @param infos of all connections, as they are told */
  resent(infos: readonly TcpInfo[]): number[] | null {
    if (this.#interval === undefined || this.#resent.length >= MOST_INTERVALS) return null;
    this.#through(this.#resent.length, infos);
    return this.#resent;
  }

  /** Of the first `most` connections; before the measured part their counters are zero. */
  take(most = this.#flows): TcpInfo[] {
    const infos: TcpInfo[] = [];
    for (let flow = 0; flow < Math.min(most, this.#flows); flow++) {
      const info = this.#read(flow);
      if (info === null) continue;
      infos.push({ ...info, retransmits: info.retransmits - (this.#before[flow] ?? info.retransmits) });
    }
    return infos;
  }
}
