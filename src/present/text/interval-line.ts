/** One line for each interval and transport while a run goes on without a dashboard. */
import type { IntervalRow } from '../../result/document/schema.ts';
import type { Transport } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

/**
 * `  3.0–4.0 s  UDP  1,000 sent  950 answered  50 overdue  2 late  p50 40.2 ms  p99 41 ms  max 43 ms`, without a newline.
 * What is overdue is lost unless it comes late, which the next lines tell: overdue ones add up to lost and late of the result.
 * Columns keep their places from line to line as long as the figures fit.
 */
export function intervalLine(transport: Transport, interval: IntervalRow, words: Words): string {
  const format = formatFor(words);
  const text = words.summary.interval;
  const seconds = interval.endSeconds - interval.startSeconds;
  const when = `${format.clock(interval.startSeconds)}–${format.clock(interval.endSeconds)} s`;
  const parts = [when.padStart(13), words.summary.transports[transport]];
  const figure = (value: string, width: number, label: string): void => {
    parts.push(`${value.padStart(width)} ${label}`);
  };
  const counted = (value: number | null, width: number, label: string): void => {
    if (value !== null) figure(format.count(value), width, label);
  };
  const one = interval.max === null && interval.p50 === null;
  counted(interval.sent, 7, text.sent);
  counted(interval.received, 7, one ? text.arrived : text.answered);
  const { lost, late, overdue } = interval;
  counted(overdue ?? (lost === null ? null : lost + (late ?? 0)), 5, text.overdue);
  if ((late ?? 0) > 0) counted(late, 4, text.late);
  const { refused = 0, skipped = 0 } = interval.unsent ?? {};
  if (refused + skipped > 0) counted(refused + skipped, 5, text.unsent);
  if ((interval.unresolved ?? 0) > 0) counted(interval.unresolved!, 4, text.open);
  if (one && seconds > 0) {
    for (const [bytes, label] of [
      [interval.bytesUp, text.up],
      [interval.bytesDown, text.down],
    ] as const) {
      if (bytes !== null && bytes > 0) figure(format.bits((bytes * 8) / seconds), 11, label);
    }
  }
  if ((interval.retransmits ?? 0) > 0) counted(interval.retransmits, 4, text.retransmits);
  for (const column of ['p50', 'p99', 'max'] as const) {
    if (interval[column] !== null)
      parts.push(`${words.summary.columns[column]} ${format.time(interval[column]).padStart(7)}`);
  }
  return parts.join('  ');
}
