/** Streamed intervals of several generators, joined: one is told when the last generator has ended it. */
import { Histogram } from '../../../measure/histogram.ts';
import type { StreamedInterval } from '../../../measure/slices/intervals.ts';
import type { IntervalRow } from '../../../result/document/schema.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { WorkerIntervals } from '../threads/pool.ts';
import type { StreamInterval } from '../threads/protocol.ts';

export class IntervalMerger {
  readonly #plan: TransportPlan;
  readonly #workers: number;
  readonly #probes = new Map<number, StreamedInterval[]>();
  readonly #streams = new Map<number, StreamInterval[]>();

  constructor(plan: TransportPlan, workers: number) {
    this.#plan = plan;
    this.#workers = workers;
  }

  take(_worker: number, { probes, stream }: WorkerIntervals): IntervalRow[] {
    return [
      ...this.#complete(this.#probes, probes).map((parts) => this.#probeRow(parts)),
      ...this.#complete(this.#streams, stream).map((parts) => this.#streamRow(parts)),
    ];
  }

  #complete<T extends { readonly index: number }>(held: Map<number, T[]>, fresh: readonly T[]): T[][] {
    const complete: T[][] = [];
    for (const part of fresh) {
      const parts = held.get(part.index) ?? [];
      parts.push(part);
      held.set(part.index, parts);
      if (parts.length < this.#workers) continue;
      held.delete(part.index);
      complete.push(parts);
    }
    return complete;
  }

  #times(index: number): Pick<IntervalRow, 'startSeconds' | 'endSeconds'> {
    const { interval } = this.#plan;
    return { startSeconds: (index * interval) / 1e9, endSeconds: ((index + 1) * interval) / 1e9 };
  }

  #probeRow(parts: readonly StreamedInterval[]): IntervalRow {
    const sum = (pick: (part: StreamedInterval) => number): number =>
      parts.reduce((all, part) => all + pick(part), 0);
    const latency = Histogram.from(parts.map((part) => part.latency));
    const [p50, p99] = latency.quantiles([0.5, 0.99]);
    const udp = this.#plan.transport === 'udp';
    const sent = sum((part) => part.sent);
    const answered = sum((part) => part.received + part.late);
    return {
      ...this.#times(parts[0]!.index),
      ...dueIn(
        sent,
        sum((part) => part.refused),
        sum((part) => part.skipped),
      ),
      sent,
      received: sum((part) => part.received),
      lost: sum((part) => part.lost),
      overdue: sum((part) => part.overdue),
      late: sum((part) => part.late),
      duplicates: udp ? sum((part) => part.duplicates) : null,
      reordered: udp ? sum((part) => part.reordered) : null,
      unresolved: sum((part) => part.unresolved),
      bytesUp: null,
      bytesDown: answered * this.#plan.size,
      retransmits: null,
      p50: p50!,
      p99: p99!,
      max: latency.count === 0 ? null : latency.max,
    };
  }

  #streamRow(parts: readonly StreamInterval[]): IntervalRow {
    const sum = (pick: (part: StreamInterval) => number): number =>
      parts.reduce((all, part) => all + pick(part), 0);
    const up = this.#plan.mode !== 'down';
    const down = this.#plan.mode !== 'up';
    return {
      ...this.#times(parts[0]!.index),
      ...(up
        ? dueIn(
            sum((part) => part.sent),
            sum((part) => part.refused),
            sum((part) => part.skipped),
          )
        : { due: null, unsent: null }),
      sent: up ? sum((part) => part.sent) : null,
      received: down ? sum((part) => part.received) : null,
      lost: null,
      late: null,
      duplicates: null,
      reordered: null,
      bytesUp: null,
      bytesDown: down ? sum((part) => part.bytesDown ?? 0) : null,
      retransmits: sumIfKnown(parts.map((part) => part.retransmits)),
      p50: null,
      p99: null,
      max: null,
    };
  }
}

const sumIfKnown = (values: readonly (number | null)[]): number | null =>
  values.reduce((all, value) => (all === null || value === null ? null : all + value), 0);

const dueIn = (sent: number, refused: number, skipped: number): Pick<IntervalRow, 'due' | 'unsent'> => ({
  due: sent + refused + skipped,
  unsent: { refused, skipped },
});
