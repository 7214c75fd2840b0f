/**
 * Intervals as CSV (RFC 4180): one row for each interval and transport, times in ns, unknown figures empty.
 * Numbers are written for machines: a point for decimals, whatever the language.
 */
import type { IntervalRow, RunResult } from '../../result/document/schema.ts';

const COLUMNS = [
  'startSeconds',
  'endSeconds',
  'sent',
  'received',
  'lost',
  'late',
  'duplicates',
  'reordered',
  'bytesUp',
  'bytesDown',
  'retransmits',
  'p50',
  'p99',
  'max',
  'due',
] as const satisfies readonly (keyof IntervalRow)[];
/** Of what was due and never left. */
const UNSENT = ['refused', 'skipped'] as const;

export function intervalsCsv(result: RunResult): string {
  const lines = [['transport', ...COLUMNS, ...UNSENT].join(',')];
  for (const { transport, intervals } of result.transports) {
    for (const row of intervals) {
      const unsent = UNSENT.map((kind) => row.unsent?.[kind] ?? '');
      lines.push([transport, ...COLUMNS.map((column) => row[column] ?? ''), ...unsent].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
