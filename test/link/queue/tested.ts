/** A bottleneck under test, and what a naive one does. */
import { Bottleneck, type Line } from '../../../src/link/queue/bottleneck.ts';
import { QueueMeters } from '../../../src/link/queue/meters.ts';
import { type Item, line } from './items.ts';

export class Tested {
  readonly left: { id: number; at: number; sojourn: number }[] = [];
  readonly dropped: { id: number; why: string; at: number; sojourn: number }[] = [];
  readonly marked: number[] = [];
  readonly meters = new QueueMeters();
  readonly bottleneck: Bottleneck<Item>;

  constructor(options: Partial<Line>) {
    this.meters.begin('run', 0);
    this.bottleneck = new Bottleneck<Item>(
      line(options),
      1,
      {
        left: ({ id }, at, sojourn) => this.left.push({ id, at, sojourn }),
        dropped: ({ id }, why, at, sojourn) => this.dropped.push({ id, why, at, sojourn }),
        marked: ({ id }) => this.marked.push(id),
      },
      this.meters,
    );
  }

  enter(one: Item): void {
    this.bottleneck.advance(one.arrived);
    this.bottleneck.enter(one, one.arrived);
  }

  end(): this {
    this.bottleneck.advance(Number.MAX_SAFE_INTEGER);
    return this;
  }
}
