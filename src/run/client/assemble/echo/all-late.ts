/** Every answer came, and every one too late to count: said with the option that decides it. Pure. */
import type { HistogramData } from '../../../../measure/histogram.ts';
import type { Warning } from '../../../../result/document/schema.ts';
import { SECOND } from '../../../../units.ts';
import type { TransportPlan } from '../../plan/effective.ts';
import { warning } from '../warnings.ts';

/** @param service times of the answers */
export function allLate(
  { lossThreshold }: TransportPlan,
  { received, late, service }: { received: number; late: number; service: HistogramData },
): Warning[] {
  if (received > 0 || late === 0) return [];
  // A whole number of seconds, with some room.
  const enough = Math.ceil((service.max * 1.2) / SECOND) * SECOND;
  return [warning('all-late', { count: late, threshold: lossThreshold, fastest: service.min, enough })];
}
