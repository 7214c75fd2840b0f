/** What every receiver of the lesson is. */
import type { ArqPacket } from './packet.ts';

export interface Receipt {
  /**
   * `accepted`: in order, delivered. `buffered`: out of order, kept. `duplicate`: it was here before. `outside`: its
   * number belongs to no window. `discarded`: not the one that is expected, of a receiver that keeps nothing.
   */
  readonly what: 'accepted' | 'buffered' | 'duplicate' | 'discarded' | 'outside';
  /** The number to acknowledge; null: nothing is said. */
  readonly ack: number | null;
  /** What is now in order, for the application. */
  readonly delivered: readonly ArqPacket[];
}

export interface ArqReceiver {
  /** The first packet that was not delivered yet. */
  readonly base: number;
  isBuffered(index: number): boolean;
  receive(packet: ArqPacket): Receipt;
}
