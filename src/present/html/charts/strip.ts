/** The delivery strip: one cell for each probe in the order of sending. Shape and colour both tell its fate. */
import type { RunResult, TransportResult } from '../../../result/document/schema.ts';
import type { Words } from '../../../words/index.ts';
import { formatFor } from '../../format.ts';
import { FATES, type Fate } from '../../looks.ts';
import { escapeHtml } from '../escape.ts';

const WIDTH = 1000;
/** Before the rows stands the number of their first probe. */
const NUMBERS = 64;
const MOST = 10_000;
/** Of a legend. */
const KEY_ROW = 14;

/** Bars of a cell, as parts of its height from the top: with its colour they tell a fate. */
const SHAPES = {
  '.': [[0.65, 1]],
  w: [[0.3, 1]],
  h: [[0.5, 1]],
  s: [[0.3, 1]],
  d: [
    [0.3, 0.55],
    [0.75, 1],
  ],
  o: [[0.3, 0.65]],
  l: [
    [0, 0.3],
    [0.7, 1],
  ],
  x: [[0, 1]],
  u: [[0, 1]],
  n: [[0, 0.7]],
} as const satisfies Partial<Record<Fate, readonly (readonly [number, number])[]>>;
type Drawn = keyof typeof SHAPES;
const isDrawn = (letter: string): letter is Drawn => Object.hasOwn(SHAPES, letter);

/** How cells are laid out: few of them are larger. */
interface Grid {
  readonly columns: number;
  readonly row: number;
  readonly gap: number;
}

function gridFor(count: number): Grid {
  if (count <= 1000) return { columns: 100, row: 24, gap: 6 };
  return { columns: count <= 4000 ? 200 : 250, row: 16, gap: 4 };
}

interface Run {
  readonly fate: Drawn;
  readonly length: number;
}

/** `3.1x2w` as runs; at most 10,000 probes, whatever a file claims; null where it cannot be read. */
export function readFates(text: string): Run[] | null {
  const runs: Run[] = [];
  let probes = 0;
  let end = 0;
  for (const match of text.matchAll(/(\d{1,5})([^\d])/g)) {
    if (match.index !== end || !isDrawn(match[2]!)) return null;
    end += match[0].length;
    const length = Math.min(Number(match[1]), MOST - probes);
    if (length > 0) runs.push({ fate: match[2], length });
    probes += length;
  }
  return end === text.length ? runs : null;
}

export function deliveryStrips(result: RunResult, words: Words): string {
  const strips = result.transports.map((transport) => strip(transport, words)).filter((part) => part !== '');
  return strips.join('');
}

function strip({ transport, delivery }: TransportResult, words: Words): string {
  const runs = delivery === null ? null : readFates(delivery.fates);
  if (runs === null || runs.length === 0) return '';
  const text = words.html.strip;
  const name = words.summary.transports[transport];
  const count = runs.reduce((sum, { length }) => sum + length, 0);
  const grid = gridFor(count);
  const rows = Math.ceil(count / grid.columns);
  const counted = tally(runs, words);
  return [
    '<figure class="strip">',
    `<figcaption><h3>${escapeHtml(text.from(count, name))}</h3><ul class="legend">${counted.map(key).join('')}</ul></figcaption>`,
    `<svg viewBox="${-NUMBERS} 0 ${NUMBERS + WIDTH} ${rows * (grid.row + grid.gap)}" role="img" aria-label="${escapeHtml(text.describe(name, count, counted.map(({ label }) => label).join('; ')))}">${numbers(rows, grid, words)}${drawn(runs, grid)}</svg>`,
    '</figure>',
  ].join('');
}

/** As on the screen: people count from 1. Where rows are low, some of them. */
function numbers(rows: number, { columns, row, gap }: Grid, words: Words): string {
  const every = row >= 24 ? 1 : 5;
  const format = formatFor(words);
  return Array.from({ length: Math.ceil(rows / every) }, (_, at) => {
    const y = at * every * (row + gap) + row / 2;
    return `<text class="number" x="-8" y="${y}" dy="0.35em" text-anchor="end">${format.count(at * every * columns + 1)}</text>`;
  }).join('');
}

interface Key {
  readonly fate: Drawn;
  readonly label: string;
}

function tally(runs: readonly Run[], words: Words): Key[] {
  const counts = new Map<Drawn, number>();
  for (const { fate, length } of runs) counts.set(fate, (counts.get(fate) ?? 0) + length);
  const { legend } = words.live;
  return (Object.keys(SHAPES) as Drawn[])
    .filter((fate) => counts.has(fate))
    .map((fate) => ({
      fate,
      label: `${legend[FATES[fate].name]}: ${formatFor(words).count(counts.get(fate)!)}`,
    }));
}

function key({ fate, label }: Key): string {
  return `<li><svg class="cell" viewBox="0 0 10 ${KEY_ROW}" aria-hidden="true"><path class="fate ${FATES[fate].tone}" d="${bars(fate, 1, 0, 8, KEY_ROW)}"/></svg>${escapeHtml(label)}</li>`;
}

/** One path for each fate: a run is its bars in each row that it reaches into. */
function drawn(runs: readonly Run[], { columns, row, gap }: Grid): string {
  const paths = new Map<Drawn, string>();
  const cell = WIDTH / columns;
  let probe = 0;
  for (const { fate, length } of runs) {
    // What was lost is to be counted.
    const apart = FATES[fate].tone === 'bad' ? Math.min(1, cell / 5) : 0;
    for (let left = length; left > 0; ) {
      const column = probe % columns;
      const part = Math.min(left, columns - column);
      const top = Math.floor(probe / columns) * (row + gap);
      const shape = bars(fate, column * cell, top, part * cell - apart, row);
      paths.set(fate, (paths.get(fate) ?? '') + shape);
      probe += part;
      left -= part;
    }
  }
  return [...paths].map(([fate, d]) => `<path class="fate ${FATES[fate].tone}" d="${d}"/>`).join('');
}

function bars(fate: Drawn, x: number, top: number, width: number, row: number): string {
  return SHAPES[fate]
    .map(([from, to]) => {
      const height = (to - from) * row;
      return `M${x.toFixed(1)} ${(top + from * row).toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h-${width.toFixed(1)}z`;
    })
    .join('');
}
