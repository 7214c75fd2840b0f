/** The delivery strip: one cell for each probe in the order of sending. Height and colour both tell its fate. */
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { escapeHtml } from './escape.ts';

const WIDTH = 1000;
const ROW = 14;
const GAP = 4;
const MOST = 10_000;

/** How a fate looks: the class, and the share of the row that its cell fills. */
const LOOKS = {
  '.': ['arrived', 0.35],
  w: ['waited', 0.7],
  h: ['held', 0.5],
  s: ['stalled', 0.7],
  d: ['twice', 0.7],
  o: ['moved', 0.7],
  l: ['late', 1],
  x: ['lost', 1],
  u: ['lost', 1],
  n: ['lostDown', 1],
} as const;
type Fate = keyof typeof LOOKS;
const isFate = (letter: string): letter is Fate => Object.hasOwn(LOOKS, letter);

interface Run {
  readonly fate: Fate;
  readonly length: number;
}

/** `3.1x2w` as runs; at most 10,000 probes, whatever a file claims; null where it cannot be read. */
export function readFates(text: string): Run[] | null {
  const runs: Run[] = [];
  let probes = 0;
  let end = 0;
  for (const match of text.matchAll(/(\d{1,5})([^\d])/g)) {
    if (match.index !== end || !isFate(match[2]!)) return null;
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
  const columns = count <= 1000 ? 100 : count <= 4000 ? 200 : 250;
  const rows = Math.ceil(count / columns);
  const counted = tally(runs, words);
  const cells = drawn(runs, columns);
  return [
    '<figure class="strip">',
    `<figcaption><h3>${escapeHtml(text.from(count, name))}</h3><ul class="legend">${counted.map(key).join('')}</ul></figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${rows * (ROW + GAP)}" role="img" aria-label="${escapeHtml(text.describe(name, count, counted.map(({ label }) => label).join('; ')))}">${cells}</svg>`,
    '</figure>',
  ].join('');
}

interface Key {
  readonly fate: Fate;
  readonly label: string;
}

function tally(runs: readonly Run[], words: Words): Key[] {
  const counts = new Map<Fate, number>();
  for (const { fate, length } of runs) counts.set(fate, (counts.get(fate) ?? 0) + length);
  return (Object.keys(LOOKS) as Fate[])
    .filter((fate) => counts.has(fate))
    .map((fate) => ({
      fate,
      label: `${words.html.strip.fates[fate]}: ${formatFor(words).count(counts.get(fate)!)}`,
    }));
}

function key({ fate, label }: Key): string {
  const [look, share] = LOOKS[fate];
  const height = share * ROW;
  return `<li><svg class="cell" viewBox="0 0 10 ${ROW}" aria-hidden="true"><path class="fate ${look}" d="M1 ${ROW - height}h8v${height}h-8z"/></svg>${escapeHtml(label)}</li>`;
}

/** One path for each look: a run is one rectangle in each row that it reaches into. */
function drawn(runs: readonly Run[], columns: number): string {
  const paths = new Map<string, string[]>();
  const cell = WIDTH / columns;
  let probe = 0;
  for (const { fate, length } of runs) {
    const [look, share] = LOOKS[fate];
    const parts = paths.get(look) ?? [];
    paths.set(look, parts);
    for (let left = length; left > 0; ) {
      const column = probe % columns;
      const part = Math.min(left, columns - column);
      const height = share * ROW;
      const top = Math.floor(probe / columns) * (ROW + GAP) + ROW - height;
      const apart = share === 1 ? Math.min(1, cell / 5) : 0;
      parts.push(
        `M${(column * cell).toFixed(1)} ${top.toFixed(1)}h${(part * cell - apart).toFixed(1)}v${height.toFixed(1)}h-${(part * cell - apart).toFixed(1)}z`,
      );
      probe += part;
      left -= part;
    }
  }
  return [...paths].map(([look, parts]) => `<path class="fate ${look}" d="${parts.join('')}"/>`).join('');
}
