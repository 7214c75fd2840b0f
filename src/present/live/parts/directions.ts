/** Up and down as far as the server tells, as a table whose figures are never cut. */
import type { LiveDirection } from '../../../result/events/events.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { line, type Span, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';

type Row = readonly [head: string, values: readonly (readonly [text: string, style: Style])[]];

const HEAD = 14;
const [LEAST, MOST] = [10, 15];

/** Empty against a plain echo server. */
export function directionTable(canvas: Canvas, lane: Lane): string[] {
  const { theme, words, columns } = canvas;
  const f = words.figures;
  const up = lane.final?.loss.up ?? lane.snapshot?.up ?? null;
  const down = lane.final?.loss.down ?? lane.snapshot?.down ?? null;
  if (up === null && down === null) return [];
  const names = [f.sent, f.received, f.lost, f.duplicates, f.reordered];
  const rowsOf = (shares: boolean): Row[] => [
    ['', names.map((name) => [name, 'dim'] as const)],
    ...(up === null ? [] : [[f.up, valuesOf(canvas, up, shares)] as const]),
    ...(down === null ? [] : [[f.down, valuesOf(canvas, down, shares)] as const]),
  ];
  // The share can be worked out, a count cannot.
  let rows = rowsOf(true);
  if (widthsOf(rows, columns) === null) rows = rowsOf(false);
  let widths = widthsOf(rows, columns);
  while (widths === null) {
    rows = rows.map(([name, values]): Row => [name, values.slice(0, -1)]);
    widths = widthsOf(rows, columns);
  }
  const [head, ...wide] = widths;
  return rows.map(([name, values]) =>
    line(
      theme,
      columns,
      [name.padEnd(head!), 'dim'],
      ...values.map(([text, style], at): Span => [text.padStart(wide[at]!), style]),
    ),
  );
}

function valuesOf({ figures }: Canvas, one: LiveDirection, shares: boolean): Row[1] {
  const lost = (one.lost ?? 0) > 0;
  const share = shares && lost && one.sent ? ` (${figures.percent(one.lost! / one.sent)})` : '';
  return [
    [figures.count(one.sent), 'plain'],
    [figures.count(one.received), 'plain'],
    [figures.count(one.lost) + share, lost ? 'bad' : 'plain'],
    [figures.count(one.duplicates), 'plain'],
    [figures.count(one.reordered), 'plain'],
  ];
}

/** Of the head and of each column, with a space before each; even where there is room. null where it does not fit. */
function widthsOf(rows: readonly Row[], columns: number): number[] | null {
  const needed = rows[0]![1].map((_, at) =>
    Math.max(...rows.map(([, values]) => widthOf(values[at]![0]) + 1)),
  );
  const even = Math.max(LEAST, Math.min(MOST, Math.floor((columns - HEAD) / needed.length)));
  const head = Math.max(...rows.map(([name]) => widthOf(name)));
  const fits = (widths: number[]): boolean => widths.reduce((all, width) => all + width, 0) <= columns;
  const spacious = [HEAD, ...needed.map((width) => Math.max(even, width))];
  const dense = [head, ...needed];
  return fits(spacious) ? spacious : fits(dense) || needed.length === 1 ? dense : null;
}
