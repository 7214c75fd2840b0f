/** The host's own lossy link: what becomes of each copy of a message that it relays as a datagram. */
import { LinkDirection } from '../../../link/direction.ts';
import { CLASS_UDP, Packet, PROTOCOL_UDP } from '../../../link/packet/packet.ts';
import type { DirectionImpairment } from '../../../result/impairment.ts';

/** IPv4 and UDP headers. */
const HEADERS = 28;
/** Copies under way; more are lost, as on a link whose queue is full. */
const MOST = 10_000;

/** Told for each copy: delivered so many times, or lost. */
export type Weathered = (member: number, sender: number, number: number, copies: number) => void;

interface Copy {
  readonly send: () => void;
  /** How often it is still to be sent. */
  left: number;
  readonly member: number;
  readonly sender: number;
  readonly number: number;
}

export class BadWeather {
  readonly #direction: LinkDirection<undefined>;
  readonly #slots = new Map<number, Copy>();
  readonly #told: Weathered | undefined;
  #next = 0;

  constructor(impairment: DirectionImpairment, seed: number, told?: Weathered) {
    this.#told = told;
    this.#direction = new LinkDirection(
      'down',
      impairment,
      seed,
      { bySession: false, repeats: true },
      { fated: () => {}, copies: (slot, count) => this.#copies(slot, count), mark: () => {} },
    );
  }

  /**
   * The fate depends on the seed, the member, the sender and the number alone.
   * @param now ns
   */
  enter(member: number, sender: number, number: number, bytes: number, now: number, send: () => void): void {
    const packet = new Packet();
    packet.version = 4;
    packet.protocol = PROTOCOL_UDP;
    packet.kind = CLASS_UDP;
    packet.probe = true;
    packet.key = member;
    packet.flow = (member * 0x10001 + sender) >>> 0;
    // The link counts from 0, people from 1: `--drop 3` drops each sender's third message.
    packet.number = number - 1;
    packet.bytes = HEADERS + bytes;
    packet.tokenLow = member;
    if (this.#slots.size >= MOST) {
      this.#told?.(member, sender, number, 0);
      return;
    }
    const slot = this.#next++ & 0x7fffffff;
    this.#slots.set(slot, { send, left: 0, member, sender, number });
    this.#direction.enter(packet, slot, 0, now, undefined);
  }

  #copies(slot: number, count: number): void {
    const copy = this.#slots.get(slot)!;
    copy.left = count;
    if (count === 0) this.#slots.delete(slot);
    this.#told?.(copy.member, copy.sender, copy.number, count);
  }

  /** ns until something is due; Infinity: nothing is under way. */
  wait(now: number): number {
    return this.#direction.due - now;
  }

  /** Lets out what is due. */
  pass(now: number): void {
    this.#direction.poll(now);
    while (this.#direction.ready(now)) {
      const { slot, bit } = this.#direction;
      this.#direction.shift(now);
      const copy = this.#slots.get(slot)!;
      // With a flipped bit its checksum is wrong, and the receiver's kernel would throw it away.
      if (bit === -1) copy.send();
      if (--copy.left === 0) this.#slots.delete(slot);
    }
  }
}
