/** How long connections took to be made, which is a delay, too: before the first byte of every TCP run. Pure. */
import { Histogram } from '../../../measure/histogram.ts';
import type { TransportResult } from '../../../result/document/schema.ts';
import { total } from './directions.ts';
import { distributionOf } from './figures/distribution.ts';
import type { AssemblyInput } from './inputs.ts';

/** @param failed connections that were not made; null over UDP, or where none was */
export function connectOf({ finished, plan }: AssemblyInput, failed: number): TransportResult['connect'] {
  const parts = finished.map((part) => part.report.connects).filter((part) => part !== null);
  if (parts.length === 0) return null;
  const times = Histogram.from(parts);
  if (times.count === 0 && plan.mode !== 'connect') return null;
  const repeated = finished.map((part) => part.report.repeatedSyns).filter((count) => count !== null);
  return {
    ...distributionOf(times.data()),
    failed,
    synRetransmits: repeated.length === 0 ? null : total(repeated),
  };
}
