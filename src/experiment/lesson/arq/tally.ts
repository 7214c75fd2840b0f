/** Who counts: what was sent, sent again, and sent again for nothing. Sees both ends, as neither of them can. */
import type { Damaged, SourceEvent } from './ends.ts';
import type { Receipt } from './receiver.ts';

interface Copies {
  sent: number;
  /** Which copy the receiver took, from 0; -1: none yet. */
  taken: number;
}

export class Tally {
  readonly #packets = new Map<number, Copies>();
  /** Packets of data that were sent, every copy. */
  sentPackets = 0;
  /** Bytes of IP packets of the file's packets, each counted once. */
  usefulBytes = 0;
  timeouts = 0;
  /** Arrivals at the receiver by what it made of them. */
  readonly arrivals = new Map<Receipt['what'] | Damaged['what'], number>();

  /** @returns which copy of the packet this is, from 0 */
  sent(index: number, bytes: number): number {
    const packet = this.#packets.get(index) ?? { sent: 0, taken: -1 };
    this.#packets.set(index, packet);
    this.sentPackets++;
    if (packet.sent === 0) this.usefulBytes += bytes;
    return packet.sent++;
  }

  arrived(index: number, copy: number, what: Receipt['what'] | Damaged['what']): void {
    this.arrivals.set(what, (this.arrivals.get(what) ?? 0) + 1);
    const packet = this.#packets.get(index)!;
    if (packet.taken === -1 && (what === 'accepted' || what === 'buffered')) packet.taken = copy;
  }

  told({ what }: SourceEvent): void {
    if (what === 'timeout') this.timeouts++;
  }

  get resent(): number {
    return this.sentPackets - this.#packets.size;
  }

  /** Copies that were sent after the one that the receiver took: for nothing. */
  get needless(): number {
    let count = 0;
    for (const { sent, taken } of this.#packets.values()) if (taken >= 0) count += sent - 1 - taken;
    return count;
  }
}
