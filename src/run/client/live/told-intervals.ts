/** A transport's intervals on their way to whoever listens: joined from its generators, with what the server says of them. */
import type { IntervalRow } from '../../../result/document/schema.ts';
import type { ServerLedger, ServerSnapshot } from '../../../wire/control.ts';
import { AwaitingServer } from '../control/awaiting-server.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { WorkerIntervals } from '../threads/pool.ts';
import { IntervalMerger } from './interval-merger.ts';

/** Kept for the case that the threads die: a day of seconds. */
const MOST_SLICES = 86_400;

export class ToldIntervals {
  readonly #duration: number;
  readonly #merger: IntervalMerger;
  /** undefined where nothing goes up but what is answered. */
  readonly #awaiting: AwaitingServer | undefined;
  readonly #clock: () => number;
  readonly #emit: (row: IntervalRow) => void;
  /** As they were told. */
  readonly rows: IntervalRow[] = [];

  constructor(plan: TransportPlan, workers: number, clock: () => number, emit: (row: IntervalRow) => void) {
    this.#duration = plan.duration;
    this.#merger = new IntervalMerger(plan, workers);
    this.#awaiting = plan.mode === 'up' || plan.mode === 'both' ? new AwaitingServer() : undefined;
    this.#clock = clock;
    this.#emit = emit;
  }

  take(worker: number, intervals: WorkerIntervals): void {
    const rows = this.#merger.take(worker, intervals);
    this.#tell(this.#awaiting?.rows(rows, this.#clock()) ?? rows);
  }

  heard({ goodput }: ServerSnapshot): void {
    if (goodput !== undefined) this.#tell(this.#awaiting?.told(goodput, this.#clock()) ?? []);
  }

  /** Nothing more will be heard. */
  end(ledger: ServerLedger | null): void {
    this.#tell(this.#awaiting?.flush(ledger?.goodput?.columns ?? []) ?? []);
  }

  #tell(rows: readonly IntervalRow[]): void {
    for (const row of rows) {
      // Waiting for what does not come is no interval of the run.
      if (row.startSeconds * 1e9 >= this.#duration && isEmpty(row)) continue;
      if (this.rows.length < MOST_SLICES) this.rows.push(row);
      this.#emit(row);
    }
  }
}

const isEmpty = ({ sent, received, late, lost, unresolved }: IntervalRow): boolean =>
  [sent, received, late, lost, unresolved].every((count) => (count ?? 0) === 0);
