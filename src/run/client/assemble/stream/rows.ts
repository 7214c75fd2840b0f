/** Intervals and flows of a one-way run as rows of its result. Pure. */
import { interleave } from '../../../../measure/ledger/merge.ts';
import { mergeTraffic } from '../../../../measure/slices/traffic.ts';
import type { IntervalRow, TransportResult } from '../../../../result/document/schema.ts';
import type { StreamSummary } from '../../../../session/stream/data.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import type { TransportPlan } from '../../plan/effective.ts';
import type { Arrived } from '../figures/goodput.ts';

/** Counts by the time of each event, bytes by the receiver of each direction; what only the other end saw may be unknown. */
export function intervalRows(
  parts: readonly StreamSummary[],
  { mode, interval }: TransportPlan,
  arrived: Pick<Arrived, 'up' | 'down'>,
  span: number,
): IntervalRow[] {
  const counted = (pick: (part: StreamSummary) => Uint32Array) => mergeTraffic(parts.map(pick));
  const up =
    mode === 'down'
      ? null
      : [counted((p) => p.sentIn), counted((p) => p.refusedIn), counted((p) => p.skippedIn)];
  const received = mode === 'up' ? null : counted((part) => part.receivedIn);
  const columns = [...(up ?? []), received, arrived.up, arrived.down];
  const rows = Math.max(...columns.map((column) => column?.length ?? 0));
  /** What comes after the span is counted, but no bytes are: those of the whole span are goodput. */
  const isOver = (index: number): boolean => index > 0 && index * interval >= span;
  return Array.from({ length: rows }, (_, index) => ({
    startSeconds: (index * interval) / 1e9,
    endSeconds: (isOver(index) ? (index + 1) * interval : Math.min((index + 1) * interval, span)) / 1e9,
    ...dueIn(up?.map((column) => column[index] ?? 0)),
    received: at(received, index),
    lost: null,
    late: null,
    duplicates: null,
    reordered: null,
    bytesUp: isOver(index) ? null : at(arrived.up, index),
    bytesDown: isOver(index) ? null : at(arrived.down, index),
    retransmits: null,
    p50: null,
    p99: null,
    max: null,
  }));
}

const at = (column: ArrayLike<number> | null, index: number): number | null =>
  column === null ? null : (column[index] ?? 0);

function dueIn(counts: readonly number[] | undefined): Pick<IntervalRow, 'due' | 'unsent' | 'sent'> {
  if (counts === undefined) return { due: null, unsent: null, sent: null };
  const [sent, refused, skipped] = counts as [number, number, number];
  return { due: sent + refused + skipped, unsent: { refused, skipped }, sent };
}

export function flowRows(
  parts: readonly StreamSummary[],
  ledger: ServerLedger | null,
  mode: string,
  standing: readonly boolean[] | null,
): TransportResult['flows'] {
  if (ledger === null || mode === 'both') return null;
  const sent = mode === 'up' ? interleave(parts.map((part) => part.sentOf)) : ledger.sent;
  const received = mode === 'up' ? ledger.received : interleave(parts.map((part) => part.receivedOf));
  return sent.slice(0, 1000).map((count, id) => ({
    id,
    sent: count,
    received: received[id] ?? 0,
    lost: standing?.[id] === true ? 0 : count - (received[id] ?? 0),
    p50: null,
    p99: null,
  }));
}
