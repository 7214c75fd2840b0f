/** What becomes of a packet on the link. */
import type { Drop } from '../queue/discipline.ts';

export type Fate = 'delivered' | 'lost' | 'queueDropped' | 'corrupted';

/** What became of one packet. */
export interface Outcome {
  fate: Fate;
  /** Copies beyond the first that were (or will be) delivered intact. */
  duplicates: number;
  reordered: boolean;
  /** When it is handed over (the first copy that counts); -1: never. */
  deliveredAt: number;
  /** When it came to the link. */
  time: number;
  /** ns in the queue before the bandwidth; -1: there was none. */
  sojourn: number;
  /** The queue marked it (RFC 3168). */
  marked: boolean;
  /** Why the queue dropped it; undefined where it did not. */
  queueDrop: Drop | undefined;
}
