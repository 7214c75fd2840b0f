/**
 * Intervals as CSV (RFC 4180): one row for each interval and transport, times in ns, unknown figures empty.
 * Numbers are written for machines: a point for decimals, whatever the language.
 */
import type { IntervalRow, RunResult } from '../result/schema.ts';

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
] as const satisfies readonly (keyof IntervalRow)[];

export function intervalsCsv(result: RunResult): string {
  const lines = [['transport', ...COLUMNS].join(',')];
  for (const { transport, intervals } of result.transports) {
    for (const row of intervals) {
      lines.push([transport, ...COLUMNS.map((column) => row[column] ?? '')].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
