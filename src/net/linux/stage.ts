/** What arrived in a call that slept: it goes first into the next batch. */
import { Batch, copyHeader, HEADER_BYTES } from '../../wire/batch.ts';

/** Datagrams that one sleeping call may bring. */
const CAPACITY = 16;

export class Stage {
  readonly batch = new Batch(CAPACITY);
  #taken = 0;

  get empty(): boolean {
    return this.batch.count === 0;
  }

  /** Moves as many as fit into an empty batch. */
  unload(into: Batch): void {
    const stage = this.batch;
    const from = this.#taken;
    const count = Math.min(stage.count - from, into.capacity);
    for (let i = 0; i < count; i++) {
      copyHeader(into, i, stage.words, ((from + i) * HEADER_BYTES) / 4);
      into.flow[i] = stage.flow[from + i]!;
      into.length[i] = stage.length[from + i]!;
      into.arrived(i, stage.time[from + i]!, stage.unread[from + i]!, stage.unsure[from + i]!);
    }
    into.count = count;
    this.#taken = from + count;
    if (this.#taken < stage.count) return;
    stage.count = 0;
    this.#taken = 0;
  }
}
