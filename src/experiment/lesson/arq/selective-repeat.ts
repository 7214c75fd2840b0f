/**
 * Selective repeat (Kurose and Ross, section 3.4.4): every packet has an acknowledgement and a timer of its own, and the
 * receiver keeps what comes out of order. Right only while twice the window is not more than the sequence space: beyond
 * that the receiver takes a packet that was sent again for a new one (figure 3.27 there; shown in the tests).
 */
import { forward } from './numbers.ts';
import type { ArqPacket } from './packet.ts';
import type { ArqReceiver, Receipt } from './receiver.ts';
import type { ArqSender, Leaving, SenderOptions } from './sender.ts';

export class SelectiveRepeatSender implements ArqSender {
  readonly #options: SenderOptions;
  /** Timers of the packets that are sent and not acknowledged, oldest packet first. */
  readonly #timers = new Map<number, number>();
  base = 0;
  next = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get done(): boolean {
    return this.base === this.#options.total;
  }

  get deadline(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#timers.values());
  }

  isAcknowledged(index: number): boolean {
    return index < this.next && !this.#timers.has(index);
  }

  acknowledge(number: number): void {
    const { space, tell } = this.#options;
    const index = this.base + forward(this.base, number, space);
    if (!this.#timers.delete(index)) {
      tell({ what: 'old-acknowledgement', number });
      return;
    }
    while (this.base < this.next && !this.#timers.has(this.base)) this.base++;
    tell({ what: 'acknowledged', index, cumulative: false });
  }

  poll(now: number): Leaving | undefined {
    const { total, window, timeout, tell } = this.#options;
    for (const [index, deadline] of this.#timers) {
      if (deadline > now) continue;
      tell({ what: 'timeout', index });
      this.#timers.set(index, now + timeout);
      return { index, again: true };
    }
    if (this.next === total || this.next === this.base + window) return undefined;
    this.#timers.set(this.next, now + timeout);
    return { index: this.next++, again: false };
  }
}

export class SelectiveRepeatReceiver implements ArqReceiver {
  readonly #window: number;
  readonly #space: number;
  readonly #buffer = new Map<number, ArqPacket>();
  base = 0;

  constructor(window: number, space: number) {
    this.#window = window;
    this.#space = space;
  }

  isBuffered(index: number): boolean {
    return this.#buffer.has(index);
  }

  receive(packet: ArqPacket): Receipt {
    const { number } = packet;
    const ahead = forward(this.base, number, this.#space);
    if (ahead >= this.#window) {
      // Of the window before this one: its acknowledgement was lost.
      const before = forward(number, this.base, this.#space) <= this.#window;
      return { what: before ? 'duplicate' : 'outside', ack: before ? number : null, delivered: [] };
    }
    const index = this.base + ahead;
    if (this.#buffer.has(index)) return { what: 'duplicate', ack: number, delivered: [] };
    this.#buffer.set(index, packet);
    const delivered: ArqPacket[] = [];
    for (let kept = this.#buffer.get(this.base); kept !== undefined; kept = this.#buffer.get(this.base)) {
      this.#buffer.delete(this.base++);
      delivered.push(kept);
    }
    return { what: ahead === 0 ? 'accepted' : 'buffered', ack: number, delivered };
  }
}
