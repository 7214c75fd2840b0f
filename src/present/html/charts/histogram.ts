/** The histogram of latency on a logarithmic axis: a bar for each transport and tenth of a decade. */
import { least, most } from '../../../measure/extremes.ts';
import type { RunResult } from '../../../result/document/schema.ts';
import { type Cells, readHistogram } from '../../../result/histogram.ts';
import { mainLatency } from '../../../result/metrics.ts';
import type { Transport } from '../../../units.ts';
import type { Words } from '../../../words/index.ts';
import { formatFor } from '../../format.ts';
import { escapeHtml } from '../escape.ts';
import { htmlTable } from '../table.ts';
import { linearAxis } from './axis.ts';
import { legend } from './figure.ts';

const WIDTH = 960;
const HEIGHT = 300;
const LEFT = 104;
const TOP = 18;
const BOTTOM = 78;
const PER_DECADE = 20;

interface Bars {
  readonly transport: Transport;
  /** Counts by bin: bin k holds 10^(k/20) to 10^((k+1)/20) ns. */
  readonly counts: ReadonlyMap<number, number>;
}

export function histogramFigure(result: RunResult, words: Words): string {
  const text = words.html.charts;
  const all = result.transports.flatMap((transport): Bars[] => {
    const cells = readHistogram(mainLatency(transport)?.histogram ?? '');
    return cells === null || cells.total === 0
      ? []
      : [{ transport: transport.transport, counts: bins(cells) }];
  });
  if (all.length === 0) return '';
  const keys = all.map(({ transport }) => ({
    label: words.summary.transports[transport],
    look: transport,
    weight: 'thick' as const,
  }));
  return [
    '<figure class="chart">',
    `<figcaption><h3>${escapeHtml(text.histogram)}</h3>${legend(keys)}</figcaption>`,
    drawn(all, words),
    `<details><summary>${escapeHtml(`${text.histogram}, ${text.table}`)}</summary>${table(all, words)}</details>`,
    '</figure>',
  ].join('');
}

function bins({ values, counts }: Cells): Map<number, number> {
  const found = new Map<number, number>();
  values.forEach((value, at) => {
    const bin = Math.floor(Math.log10(Math.max(1, value)) * PER_DECADE);
    found.set(bin, (found.get(bin) ?? 0) + counts[at]!);
  });
  return found;
}

const startOf = (bin: number): number => 10 ** (bin / PER_DECADE);

/** First and last bin of all, with room on both sides. */
function range(all: readonly Bars[]): [number, number] {
  const bins = all.flatMap(({ counts }) => [...counts.keys()]);
  return [least(bins)! - 2, most(bins)! + 3];
}

function drawn(all: readonly Bars[], words: Words): string {
  const format = formatFor(words);
  const text = words.html.charts;
  const [first, end] = range(all);
  const highest = most(all.flatMap(({ counts }) => [...counts.values()]))!;
  const y = linearAxis(0, highest * 1.05, 4, format.count);
  const column = (WIDTH - LEFT - 16) / (end - first);
  const placeY = (value: number): number => HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  const parts = y.ticks.map(({ at, label }) => {
    const py = placeY(at).toFixed(1);
    return `<path class="grid" d="M${LEFT} ${py}H${WIDTH - 16}"/><text class="tick" x="${LEFT - 8}" y="${py}" dy="0.35em" text-anchor="end">${escapeHtml(label)}</text>`;
  });
  for (const [bin, label] of ticks(first, end, format.time)) {
    const px = (LEFT + (bin - first) * column).toFixed(1);
    parts.push(
      `<path class="grid" d="M${px} ${HEIGHT - BOTTOM}v5"/><text class="tick" x="${px}" y="${HEIGHT - BOTTOM + 30}" text-anchor="middle">${escapeHtml(label)}</text>`,
    );
  }
  all.forEach(({ transport, counts }, at) => {
    const width = (column - 1) / all.length;
    for (const [bin, count] of counts) {
      const px = LEFT + (bin - first) * column + at * width;
      const py = placeY(count);
      // A single value in ten thousand is still a line that can be seen.
      const top = Math.min(py, HEIGHT - BOTTOM - 1.5);
      const name = `${words.summary.transports[transport]}, ${format.time(startOf(bin))} – ${format.time(startOf(bin + 1))}: ${format.count(count)}`;
      parts.push(
        `<path class="bar ${transport}" d="M${px.toFixed(1)} ${HEIGHT - BOTTOM}V${top.toFixed(1)}h${width.toFixed(1)}V${HEIGHT - BOTTOM}z"><title>${escapeHtml(name)}</title></path>`,
      );
    }
  });
  parts.push(
    `<path class="base" d="M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH - 16}"/><text class="axis" x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escapeHtml(`${text.latencyAxis} (${text.logarithmic})`)}</text>`,
  );
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(`${text.histogram}. ${text.table}`)}">${parts.join('')}</svg>`;
}

function ticks(first: number, end: number, say: (value: number) => string): [number, string][] {
  const found: [number, string][] = [];
  const narrow = end - first < 2 * PER_DECADE;
  for (let power = Math.floor(first / PER_DECADE); power * PER_DECADE <= end; power++) {
    for (const factor of narrow ? [1, 2, 5] : [1]) {
      const bin = (power + Math.log10(factor)) * PER_DECADE;
      if (bin >= first && bin <= end) found.push([bin, say(factor * 10 ** power)]);
    }
  }
  return found;
}

function table(all: readonly Bars[], words: Words): string {
  const format = formatFor(words);
  const text = words.html.charts;
  const bins = [...new Set(all.flatMap(({ counts }) => [...counts.keys()]))].sort((a, b) => a - b);
  const head = [text.latencyAxis, ...all.map(({ transport }) => words.summary.transports[transport])];
  const rows = bins.map((bin) => [
    `${format.time(startOf(bin))} – ${format.time(startOf(bin + 1))}`,
    ...all.map(({ counts }) => format.count(counts.get(bin) ?? 0)),
  ]);
  return htmlTable({ head, rows }, text.histogram);
}
