/** Intervals and flows of a one-way run as rows of its result. Pure. */
import { interleave } from '../../../measure/merge.ts';
import { mergeTraffic } from '../../../measure/traffic.ts';
import type { IntervalRow, TransportResult } from '../../../result/schema.ts';
import type { StreamSummary } from '../../../session/stream-data.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import type { AssemblyInput } from './inputs.ts';
import type { Unsent } from './undelivered.ts';

/** Both directions by the time of each event; what only the other end saw is unknown. */
export function intervalRows(
  parts: readonly StreamSummary[],
  { plan }: AssemblyInput,
  span: number,
): IntervalRow[] {
  const sent = mergeTraffic(parts.map((part) => part.sentIn));
  const received = mergeTraffic(parts.map((part) => part.receivedIn));
  const up = plan.mode !== 'down';
  const down = plan.mode !== 'up';
  const refused = mergeTraffic(parts.map((part) => part.refusedIn));
  const skipped = mergeTraffic(parts.map((part) => part.skippedIn));
  const rows = Math.max(...[sent, received, refused, skipped].map(({ count }) => count.length));
  const unsentIn = (index: number) => ({
    refused: refused.count[index] ?? 0,
    skipped: skipped.count[index] ?? 0,
  });
  return Array.from({ length: rows }, (_, index) => ({
    startSeconds: (index * plan.interval) / 1e9,
    endSeconds: Math.max((index * plan.interval) / 1e9, Math.min((index + 1) * plan.interval, span) / 1e9),
    ...(up ? dueIn(sent.count[index] ?? 0, unsentIn(index)) : { due: null, unsent: null }),
    sent: up ? (sent.count[index] ?? 0) : null,
    received: down ? (received.count[index] ?? 0) : null,
    lost: null,
    late: null,
    duplicates: null,
    reordered: null,
    bytesUp: up ? (sent.bytes[index] ?? 0) : null,
    bytesDown: down ? (received.bytes[index] ?? 0) : null,
    retransmits: null,
    p50: null,
    p99: null,
    max: null,
  }));
}

const dueIn = (sent: number, unsent: Unsent) => ({ due: sent + unsent.refused + unsent.skipped, unsent });

export function flowRows(
  parts: readonly StreamSummary[],
  ledger: ServerLedger | null,
  mode: string,
): TransportResult['flows'] {
  if (ledger === null || mode === 'both') return null;
  const sent = mode === 'up' ? interleave(parts.map((part) => part.sentOf)) : ledger.sent;
  const received = mode === 'up' ? ledger.received : interleave(parts.map((part) => part.receivedOf));
  return sent.slice(0, 1000).map((count, id) => ({
    id,
    sent: count,
    received: received[id] ?? 0,
    lost: count - (received[id] ?? 0),
    p50: null,
    p99: null,
  }));
}
