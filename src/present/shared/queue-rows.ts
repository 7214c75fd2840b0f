/** The queue before an emulated link's bandwidth, direction by direction: what text, Markdown and page show alike. */

import type { RunResult } from '../../result/document/schema.ts';
import type { QueueReport } from '../../result/impairment.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import type { Rows } from './rows.ts';

/** null where nothing waited, or nobody knows. */
export function queueRows(result: RunResult, words: Words): Rows | null {
  const format = formatFor(words);
  const text = words.summary.queue;
  const rows = result.transports.flatMap(({ transport, link }) =>
    (['up', 'down'] as const).flatMap((direction) => {
      const queue = link?.[direction].queue;
      if (queue === null || queue === undefined || queue.sojourn.max === null) return [];
      const name = `${words.summary.transports[transport]} ${words.summary.losses[direction]}`;
      return [[name, ...cells(queue, format)]];
    }),
  );
  const head = [words.summary.losses.direction, text.p50, text.p95, text.max, text.longest, text.dropped];
  return rows.length === 0 ? null : { head: [...head, text.marked], rows };
}

const cells = ({ sojourn, bytes, full, aqm, marked }: QueueReport, format: Format): string[] => [
  format.time(sojourn.p50),
  format.time(sojourn.p95),
  format.time(sojourn.max),
  format.bytes(bytes.max),
  format.count(full + aqm),
  format.count(marked),
];
