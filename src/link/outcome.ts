/** What becomes of a packet on the link. */
export type Fate = 'delivered' | 'lost' | 'queueDropped' | 'corrupted';

/** What became of one packet. Filled again for each. */
export interface Outcome {
  fate: Fate;
  /** Copies beyond the first that were (or will be) delivered intact. */
  duplicates: number;
  reordered: boolean;
  /** When it is handed over (the first copy that counts); -1: never. */
  deliveredAt: number;
  /** When it came to the link. */
  time: number;
}
