/** The times of each probe of an echo, where they were asked for. Pure. */
import type { LedgerSummary } from '../../../../measure/ledger/ledger-data.ts';
import type { Samples } from '../../../../result/document/delay-schema.ts';
import type { AssemblyInput } from '../inputs.ts';

export function samplesOf(
  { plan, finished }: AssemblyInput,
  { delivery, delays }: LedgerSummary,
): { samples?: Samples | null } {
  if (plan.perProbe !== true) return {};
  const kept = delays?.samples ?? null;
  if (kept === null) return { samples: null };
  const from = finished[0]!.report.measuredFrom;
  const each = (column: Float64Array): (number | null)[] =>
    Array.from(delivery.codes, (_, i) => {
      const time = column[i] ?? Number.NaN;
      return Number.isNaN(time) ? null : Math.round(time);
    });
  return {
    samples: {
      sent: Array.from(delivery.sentAt, (at) => Math.round(at - from)),
      up: each(kept.up),
      down: each(kept.down),
      roundTrip: each(kept.trip),
    },
  };
}
