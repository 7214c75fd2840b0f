/** Outcomes of packets, and sessions, for the tests of the accounts. */
import type { Fate, Outcome } from '../../../src/link/account/outcome.ts';
import { tokenToHex } from '../../../src/wire/header.ts';
import { TOKEN } from '../packets.ts';

export const outcome = (fate: Fate, more: Partial<Outcome> = {}): Outcome => ({
  fate,
  duplicates: 0,
  reordered: false,
  deliveredAt: 0,
  time: 0,
  sojourn: -1,
  marked: false,
  queueDrop: undefined,
  ...more,
});

export const sessionOf = (low: number): string => tokenToHex({ ...TOKEN, low });
