/** Losses in time, made up. */
import type { BatchData } from '../../src/measure/slices/batches.ts';

/** Slots of one each: what was sent, and what of it was lost. */
export const slots = (each: readonly (readonly [sent: number, lost: number])[]): BatchData => ({
  width: 1,
  sent: Float64Array.from([...each.map(([sent]) => sent), 0, 0]),
  received: Float64Array.from([...each.map(([sent, lost]) => sent - lost), 0, 0]),
});

export const pattern = (count: number, at: (slot: number) => readonly [number, number]): BatchData =>
  slots(Array.from({ length: count }, (_, slot) => at(slot)));
