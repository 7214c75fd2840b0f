/** Packets for queues, and who is told of those that do not simply pass. */

import type { Line } from '../../../src/link/queue/bottleneck.ts';
import type { Drop, Told, Waiting } from '../../../src/link/queue/discipline.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';

export interface Item extends Waiting {
  readonly id: number;
}

let ids = 0;
export const item = (arrived: number, bytes = 1500, flow = 0, capable = false): Item => ({
  id: ids++,
  bytes,
  flow,
  capable,
  arrived,
});

export const line = (more: Partial<Line>): Line => ({ ...NO_IMPAIRMENT, ...more });

/** Remembers what it was told. */
export class Notes implements Told<Item> {
  readonly drops: { item: Item; why: Drop; at: number }[] = [];
  readonly marks: Item[] = [];

  dropped(dropped: Item, why: Drop, at: number): void {
    this.drops.push({ item: dropped, why, at });
  }

  marked(marked: Item): void {
    this.marks.push(marked);
  }
}
