/** A distribution as `.hgrm`: the text that HdrHistogram's plotter and its libraries write. Values in milliseconds. */

import type { Distribution, RunResult } from '../../result/document/schema.ts';
import { readHistogram } from '../../result/histogram.ts';
import { mainLatency } from '../../result/metrics.ts';
import { percentilePoints } from './hgrm-axis.ts';

const MILLISECOND = 1e6;

/** null where the histogram cannot be read. */
export function hgrm(distribution: Distribution): string | null {
  const cells = readHistogram(distribution.histogram);
  if (cells === null) return null;
  const number = (value: number, width: number, places: number): string =>
    value.toFixed(places).padStart(width);
  const lines = percentilePoints(cells).map(({ value, percentile, count }) => {
    const base = `${number(value / MILLISECOND, 12, 3)} ${number(percentile, 2, 12)} ${number(count, 10, 0)}`;
    return percentile < 1 ? `${base} ${number(1 / (1 - percentile), 14, 2)}` : base;
  });
  const scaled = (value: number | null): string => number((value ?? 0) / MILLISECOND, 12, 3);
  return [
    '       Value     Percentile TotalCount 1/(1-Percentile)',
    '',
    ...lines,
    `#[Mean    = ${scaled(distribution.mean)}, StdDeviation   = ${scaled(distribution.stdDev)}]`,
    `#[Max     = ${scaled(distribution.max)}, Total count    = ${number(cells.total, 12, 0)}]`,
    '',
  ].join('\n');
}

/** The main latency of each transport: `file` itself, or `name-tcp.hgrm` and `name-udp.hgrm` where there are two. */
export function hgrmFiles(result: RunResult, file: string): { file: string; text: string }[] {
  const several = result.transports.length > 1;
  return result.transports.flatMap((transport) => {
    const latency = mainLatency(transport);
    const text = latency === null || latency.count === 0 ? null : hgrm(latency);
    if (text === null) return [];
    return [
      {
        file: several
          ? file.replace(/(\.[^./\\]*)?$/, (extension) => `-${transport.transport}${extension}`)
          : file,
        text,
      },
    ];
  });
}
