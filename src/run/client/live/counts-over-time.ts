/** What a generator had counted at a time between two of its reports: the server speaks when it likes. Pure. */

export interface Counts {
  readonly sent: number;
  readonly received: number;
}

interface Counted extends Counts {
  readonly now: number;
}

/** Reports kept: four seconds, which is later than what the server said comes here, and is waited for a silent one. */
const KEPT = 16;

export class CountsOverTime {
  #reports: Counted[];

  /** @param from ns since the epoch: nothing was counted until then */
  constructor(from: number) {
    this.#reports = [{ now: from, sent: 0, received: 0 }];
  }

  /** @param now ns since the epoch; later than the one before */
  counted(now: number, { sent, received }: Counts): void {
    this.#reports = [...this.#reports, { now, sent, received }].slice(-KEPT);
  }

  get latest(): Counts {
    const { sent, received } = this.#reports.at(-1)!;
    return { sent, received };
  }

  /** As if they had grown evenly between two reports. @returns null where that is not known yet */
  at(time: number): Counts | null {
    const next = this.#reports.findIndex(({ now }) => now >= time);
    if (next === -1) return null;
    const after = this.#reports[next]!;
    const before = this.#reports[next - 1];
    const share = before === undefined ? 1 : (time - before.now) / (after.now - before.now);
    const grown = (key: keyof Counts): number => {
      const from = before?.[key] ?? 0;
      return Math.round(from + (after[key] - from) * share);
    };
    return { sent: grown('sent'), received: grown('received') };
  }
}
