/** How many answers took how long: columns over a logarithmic axis of time. */
import type { Canvas } from '../canvas.ts';
import { cell } from '../text.ts';
import type { Style } from '../theme.ts';

/** First and last tenth of a decade that is used, a little wider than the data, so that two can share it. */
export interface BinRange {
  readonly first: number;
  readonly last: number;
}

export function rangeOf(histograms: readonly (readonly number[])[]): BinRange {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const bins of histograms)
    for (let bin = 0; bin < bins.length; bin++)
      if (bins[bin]! > 0) {
        first = Math.min(first, bin);
        last = Math.max(last, bin);
      }
  if (!Number.isFinite(first)) return { first: 40, last: 79 };
  // Never so few that a quiet link looks like a wild one.
  const spare = Math.max(0, 10 - (last - first + 1));
  return { first: Math.max(0, first - 1 - Math.floor(spare / 2)), last: last + 1 + Math.ceil(spare / 2) };
}

/** @returns `canvas.rows` lines of `canvas.columns`, the lowest of them the axis. */
export function histogram(canvas: Canvas, bins: readonly number[], range: BinRange, style: Style): string[] {
  const { theme } = canvas;
  const rows = canvas.rows - 1;
  const used = range.last - range.first + 1;
  const room = canvas.columns - 1;
  /** Columns of a bin; where they are too many, bins of a column. */
  const wide = Math.max(1, Math.floor(room / used));
  const together = Math.ceil(used / room);
  const shown = Array.from({ length: Math.ceil(used / together) }, (_, at) =>
    sumOf(bins, range.first + at * together, together),
  );
  const most = Math.max(1, ...shown);
  const heights = shown.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / most) * rows * 8)),
  );
  const lines: string[] = [];
  for (let row = rows - 1; row >= 0; row--) {
    const text = heights.map((height) => bar(theme.glyphs.eighths, height - row * 8).repeat(wide)).join('');
    lines.push(cell(theme, canvas.columns, ' ', [text, style]));
  }
  lines.push(cell(theme, canvas.columns, ' ', [decades(canvas, range, wide / together), 'dim']));
  return lines;
}

function sumOf(bins: readonly number[], from: number, count: number): number {
  let sum = 0;
  for (let bin = from; bin < from + count; bin++) sum += bins[bin] ?? 0;
  return sum;
}

function bar(eighths: string, height: number): string {
  return eighths[Math.max(0, Math.min(8, height))]!;
}

/** `10 µs`, `100 µs`, `1 ms` … below the bins where they begin, each whole; 1, 2 and 5 of a decade where there are few. */
function decades(canvas: Canvas, range: BinRange, wide: number): string {
  const steps = range.last - range.first < 16 ? [0, 3, 7] : [0];
  let text = '';
  for (let bin = range.first; bin <= range.last; bin++) {
    const step = steps.indexOf(bin % 10);
    const at = Math.floor((bin - range.first) * wide);
    if (step < 0 || at < text.length + (text === '' ? 0 : 1)) continue;
    const value = [1, 2, 5][step]! * 10 ** Math.floor(bin / 10);
    const longer = `${text.padEnd(at)}${canvas.figures.time(value)}`;
    if (longer.length < canvas.columns) text = longer;
  }
  return text;
}
