/** The lines of the file of fates: in the order of the packets, each when all of it is known. */
import type { FateRecord } from '../../../result/impairment.ts';
import type { Written } from './loop-messages.ts';

export class FateLines {
  /** In order; those before {@link #head} are told. */
  #held: FateRecord[] = [];
  #head = 0;
  /** Of packets that are under way, by number. */
  readonly #underWay = new Map<number, FateRecord>();

  /** @returns what can be told now, as lines */
  take(records: readonly FateRecord[], { indexes, times }: Written): string {
    for (const record of records) {
      this.#held.push(record);
      if (record.deliveredAt !== undefined && record.writtenAt === undefined)
        this.#underWay.set(record.index, record);
    }
    indexes.forEach((index, i) => {
      const record = this.#underWay.get(index);
      if (record !== undefined) record.writtenAt = times[i]!;
      this.#underWay.delete(index);
    });
    let to = this.#head;
    while (to < this.#held.length && !this.#underWay.has(this.#held[to]!.index)) to++;
    return this.#until(to);
  }

  /** Everything that is left: what is under way stays there. */
  rest(): string {
    return this.#until(this.#held.length);
  }

  #until(to: number): string {
    const lines = this.#held
      .slice(this.#head, to)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    this.#head = to;
    if (to * 2 > this.#held.length) {
      this.#held = this.#held.slice(to);
      this.#head = 0;
    }
    return lines;
  }
}
