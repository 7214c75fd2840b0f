/** Rows of an echo run's result: by time, and by flow. Pure. */
import { Histogram } from '../../../../measure/histogram.ts';
import type { LedgerSummary } from '../../../../measure/ledger/ledger-data.ts';
import type { IntervalRow, TransportResult } from '../../../../result/document/schema.ts';
import { briefOf } from '../figures/distribution.ts';
import type { Arrived } from '../figures/goodput.ts';

const MOST_FLOWS = 1000;

export function intervalRows(
  { intervals }: LedgerSummary,
  arrived: Arrived,
  length: number,
  span: number,
  udp: boolean,
): IntervalRow[] {
  return Array.from(intervals.sent, (sent, index) => {
    const unsent = { refused: intervals.refused[index]!, skipped: intervals.skipped[index]! };
    const open = intervals.open[index]!;
    const received = intervals.received[index]!;
    const late = intervals.late[index]!;
    const latency = Histogram.from(intervals.latency[index]!);
    const [p50, p99] = latency.quantiles([0.5, 0.99]);
    return {
      startSeconds: (index * length) / 1e9,
      endSeconds: Math.max((index * length) / 1e9, Math.min((index + 1) * length, span) / 1e9),
      due: sent + unsent.refused + unsent.skipped,
      unsent,
      sent,
      received,
      lost: sent - received - late - open,
      open,
      late,
      duplicates: udp ? intervals.duplicates[index]! : null,
      reordered: udp ? intervals.reordered[index]! : null,
      bytesUp: arrived.up === null ? null : (arrived.up[index] ?? 0),
      bytesDown: arrived.down?.[index] ?? 0,
      retransmits: null,
      p50: p50!,
      p99: p99!,
      max: latency.count === 0 ? null : latency.max,
    };
  });
}

export function flowRows(summary: LedgerSummary): TransportResult['flows'] {
  return summary.flows.slice(0, MOST_FLOWS).map(({ sent, received, late, settled, delays }, id) => {
    const brief = briefOf(delays);
    return {
      id,
      sent,
      received,
      lost: settled === null ? sent - received - late : settled.sent - settled.answered,
      p50: brief?.p50 ?? null,
      p99: brief?.p99 ?? null,
    };
  });
}
