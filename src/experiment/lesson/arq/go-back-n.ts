/**
 * Go-Back-N (Kurose and Ross, section 3.4.3): cumulative acknowledgements, one timer for the oldest packet, and a
 * receiver that keeps nothing out of order. With a window of one packet and the numbers 0 and 1 it is stop-and-wait, the
 * textbook's rdt3.0, step for step.
 */
import { forward } from './numbers.ts';
import type { ArqPacket } from './packet.ts';
import type { ArqReceiver, Receipt } from './receiver.ts';
import type { ArqSender, Leaving, SenderOptions } from './sender.ts';

export class GoBackNSender implements ArqSender {
  readonly #options: SenderOptions;
  /** The next to be sent again; `next` where none is. */
  #again = 0;
  base = 0;
  next = 0;
  deadline = Number.POSITIVE_INFINITY;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get done(): boolean {
    return this.base === this.#options.total;
  }

  isAcknowledged(index: number): boolean {
    return index < this.base;
  }

  acknowledge(number: number, now: number): void {
    const { space, timeout, tell } = this.#options;
    const ahead = forward(this.base, number, space);
    if (ahead >= this.next - this.base) {
      tell({ what: 'old-acknowledgement', number });
      return;
    }
    this.base += ahead + 1;
    this.#again = Math.max(this.#again, this.base);
    this.deadline = this.base === this.next ? Number.POSITIVE_INFINITY : now + timeout;
    tell({ what: 'acknowledged', index: this.base - 1, cumulative: true });
  }

  poll(now: number): Leaving | undefined {
    const { total, window, timeout, tell } = this.#options;
    if (now >= this.deadline) {
      tell({ what: 'timeout', index: this.base });
      this.#again = this.base;
      this.deadline = now + timeout;
    }
    if (this.#again < this.next) return { index: this.#again++, again: true };
    if (this.next === total || this.next === this.base + window) return undefined;
    if (this.base === this.next) this.deadline = now + timeout;
    this.#again = this.next + 1;
    return { index: this.next++, again: false };
  }
}

export class GoBackNReceiver implements ArqReceiver {
  readonly #space: number;
  base = 0;

  constructor(space: number) {
    this.#space = space;
  }

  isBuffered(): boolean {
    return false;
  }

  receive(packet: ArqPacket): Receipt {
    const expected = this.base % this.#space;
    const inOrder = packet.number === expected;
    if (inOrder) this.base++;
    const ack = forward(1, this.base, this.#space);
    if (inOrder) return { what: 'accepted', ack, delivered: [packet] };
    // An old one or one ahead: the numbers alone cannot tell.
    return { what: 'discarded', ack, delivered: [] };
  }
}
