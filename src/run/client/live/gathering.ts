/** One report of each generator at a time, though they come when they come. Pure. */
import { Histogram } from '../../../measure/histogram.ts';
import type { GeneratorSnapshot } from './reported.ts';

/** Reports of the others for which one is waited: after that it has ended, or hangs. */
const PATIENCE = 3;
const NONE = new Histogram().data();

export class Gathering {
  readonly #waiting: GeneratorSnapshot[][];
  readonly #latest: (GeneratorSnapshot | undefined)[];

  constructor(generators: number) {
    this.#waiting = Array.from({ length: generators }, () => []);
    this.#latest = this.#waiting.map(() => undefined);
  }

  add(generator: number, report: GeneratorSnapshot): void {
    this.#waiting[generator]!.push(report);
  }

  /** @returns the oldest of each; of a silent one what it said last, with nothing new; null: not yet */
  next(): readonly GeneratorSnapshot[] | null {
    const most = Math.max(...this.#waiting.map((reports) => reports.length));
    const complete = this.#waiting.every(
      (reports, at) => reports.length > 0 || this.#latest[at]?.phase === 'over',
    );
    if (most === 0 || (!complete && most <= PATIENCE)) return null;
    if (complete) this.#align();
    const parts = this.#waiting.map((reports, generator) => {
      const report = reports.shift();
      const latest = this.#latest[generator];
      this.#latest[generator] = report ?? (latest && silent(latest));
      return this.#latest[generator];
    });
    return parts.filter((part) => part !== undefined);
  }

  /** Their timers drift apart: of a generator that has told more often, what was told earlier than the others' is joined. */
  #align(): void {
    const newest = Math.max(...this.#waiting.flatMap(([oldest]) => oldest?.now ?? []));
    for (const reports of this.#waiting)
      while (reports.length > 1 && reports[1]!.now <= newest) {
        const [earlier, later] = reports.splice(0, 2);
        reports.unshift(since(earlier!, later!));
      }
  }
}

/** The later report, with what was new in both. */
function since(earlier: GeneratorSnapshot, later: GeneratorSnapshot): GeneratorSnapshot {
  if (earlier.ledger === null || later.ledger === null) return later;
  const both = (key: 'recent' | 'sendLag') =>
    Histogram.from([earlier.ledger![key], later.ledger![key]]).data();
  return { ...later, ledger: { ...later.ledger, recent: both('recent'), sendLag: both('sendLag') } };
}

function silent(report: GeneratorSnapshot): GeneratorSnapshot {
  const { ledger } = report;
  return ledger === null ? report : { ...report, ledger: { ...ledger, recent: NONE, sendLag: NONE } };
}
