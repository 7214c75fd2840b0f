/**
 * What the kernel says about each TCP connection, its counters from the measured part on: opening and warm-up have
 * segments that were sent again, too, and belong to no probe that is measured.
 */
import type { TcpInfo } from '../net/port.ts';

/** Connections that are read in one turn of the event loop: some tenths of a millisecond. */
const AT_ONCE = 256;

export class TcpSince {
  readonly #read: (flow: number) => TcpInfo | null;
  readonly #flows: number;
  readonly #before: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param read null where the connection, or the platform, does not tell */
  constructor(flows: number, read: (flow: number) => TcpInfo | null) {
    this.#flows = flows;
    this.#read = read;
  }

  /** The measured part begins in so many ns. */
  markIn(delay: number): void {
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
