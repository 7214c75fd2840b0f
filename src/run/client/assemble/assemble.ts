/** From what was measured to the result of a transport. Pure. */
import type { IntervalRow, TransportResult } from '../../../result/document/schema.ts';
import { isOneWay } from '../plan/effective.ts';
import { assembleEcho } from './echo/echo.ts';
import { assembleRemains } from './echo/remains.ts';
import { silentDrops } from './figures/silent-drops.ts';
import type { AssemblyInput } from './inputs.ts';
import { assembleStream } from './stream/stream.ts';

/** @param rows as they were told, for the case that nothing else is left; null: nothing at all is */
export function assemble(input: AssemblyInput, rows: readonly IntervalRow[]): TransportResult | null {
  if (input.finished.length === 0) return assembleRemains(input, rows);
  const told = silentDrops(input);
  return isOneWay(input.plan.mode) ? assembleStream(told) : assembleEcho(told);
}
