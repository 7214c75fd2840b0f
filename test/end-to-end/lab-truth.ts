/** What is measured over the lab against what the lab did. */
import { expect } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';

/** The runs end soon after their last probe; a loaded machine may make an answer late, which is an arrival all the same. */
export const SOON = '--loss-threshold 700ms';

/** Every count of UDP that was measured is the link's own, in each direction that carried probes. */
export function isTrue({ loss, probes, link, mode }: TransportResult): void {
  for (const direction of ['up', 'down'] as const) {
    const way = loss[direction];
    const { packets, delivered, dropped, corrupted, duplicated, reordered } = link![direction].udp;
    expect(way, direction).toMatchObject({ sent: packets, received: delivered, lost: dropped + corrupted });
    expect(way, direction).toMatchObject({ duplicates: duplicated, reordered });
  }
  if (mode === 'echo') expect(probes!.lost).toBe(loss.up!.lost! + loss.down!.lost!);
  expect(link!.overrun).toBe(0);
}
