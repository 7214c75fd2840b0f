/** What one agent has told of one transport, second by second: all that is left of it where it is lost. */
import type { ServerSnapshot } from '../../../wire/told.ts';
import type { SoFarTold } from '../../protocol/moment-schema.ts';

/** Counts of the moment, in columns by interval. */
const COUNTS = ['sent', 'received', 'late', 'duplicates', 'reordered', 'skipped', 'refused'] as const;
type Count = (typeof COUNTS)[number] | 'bytesUp' | 'bytesDown';

/** A day of seconds; later ones are put to the last. */
const MOST_COLUMNS = 100_000;

type Moment = SoFarTold['moment'];

const refusedIn = ({ ledger, stream }: Moment): number =>
  [...(ledger ?? stream!).refused.values()].reduce((all, n) => all + n, 0);

function countsOf({ moment, server }: SoFarTold): Record<Count, number> {
  const { ledger, stream } = moment;
  const { sent, received, duplicates, reordered, skipped } = (ledger ?? stream)!;
  const late = ledger?.late ?? 0;
  const refused = refusedIn(moment);
  const bytesDown = stream?.down?.bytes ?? stream?.bytesReceived ?? 0;
  const bytesUp = server?.goodput?.bytes ?? 0;
  return { sent, received, late, duplicates, reordered, skipped, refused, bytesUp, bytesDown };
}

export class Progress {
  readonly #interval: number;
  readonly #columns = new Map<Count, number[]>();
  /** The newest. */
  latest: SoFarTold | undefined;

  /** @param interval ns */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** What was added since the last one belongs to the interval that ends with it. One that is older tells nothing. */
  take(told: SoFarTold): void {
    const { at } = told.moment;
    const before = this.latest;
    if (at <= (before?.moment.at ?? 0)) return;
    this.latest = told;
    const [now, then] = [countsOf(told), before && countsOf(before)];
    const index = Math.min(MOST_COLUMNS - 1, Math.max(0, Math.ceil(at / this.#interval - 0.5) - 1));
    for (const count of [...COUNTS, 'bytesUp', 'bytesDown'] as const) {
      const column = this.#columns.get(count) ?? [];
      this.#columns.set(count, column);
      while (column.length <= index) column.push(0);
      column[index]! += Math.max(0, now[count] - (then?.[count] ?? 0));
    }
  }

  column(count: Count): number[] {
    return this.#columns.get(count) ?? [];
  }

  get server(): ServerSnapshot | null {
    return this.latest?.server ?? null;
  }
}
