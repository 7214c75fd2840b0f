/** Segments that were sent again in each interval, by whoever sends in it. Pure. */
import type { IntervalRow } from '../../../../result/document/schema.ts';
import { linkOf } from '../../../lab/link/guest-link.ts';
import type { AssemblyInput } from '../inputs.ts';

/** `rows` with what both kernels tell; null where one that sends data does not. */
export function withRetransmits(rows: readonly IntervalRow[], input: AssemblyInput): IntervalRow[] {
  const { plan, ledger, finished, workers } = input;
  const { mode } = plan;
  const own = finished.map(({ report }) => report.resent ?? null);
  // Behind a relay this end's kernel sees the way to the relay alone.
  const tells = plan.transport === 'tcp' && mode !== 'connect' && linkOf(ledger) === null;
  const columns = [
    ...(mode === 'down' ? [] : own),
    ...(mode === 'up' ? [] : [ledger?.resent ?? null]),
  ].filter((column) => column !== null);
  const expected = (mode === 'down' ? 0 : workers) + (mode === 'up' ? 0 : 1);
  if (!tells || columns.length < expected) return [...rows];
  return rows.map((row, index) => ({
    ...row,
    retransmits: columns.reduce((all, column) => all + resentIn(column, index, rows.length), 0),
  }));
}

/** What was sent again after the last interval belongs to it. */
const resentIn = (column: readonly number[], index: number, rows: number): number =>
  column.slice(index, index === rows - 1 ? undefined : index + 1).reduce((all, count) => all + count, 0);
