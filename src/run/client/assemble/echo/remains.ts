/**
 * What is left of a transport whose every generator thread is gone: the slices that they had told. Pure. Such slices
 * count by the time of each event; probes whose fate was still open count as lost, and a warning says how many.
 */
import type { IntervalRow, TransportResult } from '../../../../result/document/schema.ts';
import { goodputOf, rateOf } from '../common.ts';
import { withTrust } from '../figures/quality.ts';
import type { AssemblyInput } from '../inputs.ts';
import { warning } from '../warnings.ts';

/** @param rows as they were streamed, in order; @returns null where there are none */
export function assembleRemains(input: AssemblyInput, rows: readonly IntervalRow[]): TransportResult | null {
  const { plan, engine, link, screen, warnings, clockResolution } = input;
  const last = rows.at(-1);
  if (last === undefined) return null;
  const span = last.endSeconds * 1e9;
  const sum = (pick: (row: IntervalRow) => number | null): number | null =>
    rows.reduce<number | null>((all, row) => {
      const one = pick(row);
      return all === null || one === null ? null : all + one;
    }, 0);
  const sent = sum((row) => row.sent);
  const bytes = { sent: sum((row) => row.bytesUp), received: sum((row) => row.bytesDown) };
  return {
    transport: plan.transport,
    mode: plan.mode,
    clients: plan.clients,
    engine,
    durationSeconds: last.endSeconds,
    rate: { offered: rateOf(plan), achieved: sent === null ? null : sent / last.endSeconds },
    warmup: null,
    probes: probesOf(sum),
    bytes,
    goodput: { up: null, down: bytes.received === null ? null : goodputOf(bytes.received, span) },
    loss: { ratio: null, confidence95: null, confidenceMethod: null, up: null, down: null, runLengths: null },
    reordering: null,
    jitter: { roundTrip: null, up: null, down: null },
    ipdv: null,
    delayVariation: null,
    latency: { response: null, service: null, sendLag: null, blocked: null },
    connect: null,
    tcp: null,
    intervals: rows.map(({ unresolved: _open, ...row }) => row),
    flows: null,
    delivery: null,
    quality: withTrust({
      generator: { utilisation: null, sendLagP99: null, saturated: null },
      timestampSource: 'user',
      clockResolution,
      screen,
      warnings: [...(last.unresolved ? [warning('cut-short', { count: last.unresolved })] : []), ...warnings],
    }),
    link,
  };
}

/** null where one end alone counts: what did not arrive is not known. */
function probesOf(
  sum: (pick: (row: IntervalRow) => number | null) => number | null,
): TransportResult['probes'] {
  const sent = sum((row) => row.sent);
  const received = sum((row) => row.received);
  const late = sum((row) => row.late);
  if (sent === null || received === null || late === null) return null;
  return {
    sent,
    received,
    // Not the sum of the slices: a probe that passed the threshold in one may have come, late, in another.
    lost: sent - received - late,
    late,
    duplicates: sum((row) => row.duplicates),
    reordered: sum((row) => row.reordered),
    corrupt: null,
    foreign: null,
    refused: {},
    errors: 0,
  };
}
