/** Where probes were lost, and why: a bar for each transport and direction, its causes told by pattern and words. */
import type { RunResult, TransportResult } from '../../../result/document/schema.ts';
import type { Direction } from '../../../units.ts';
import type { Words } from '../../../words/index.ts';
import { type Format, formatFor } from '../../format.ts';
import { escapeHtml } from '../escape.ts';

const WIDTH = 960;
/** Room beside the longest bar for its number, and of one bar with its name above it: also where a phone enlarges words. */
const RIGHT = 190;
const ROW = 74;
const BAR = 26;
const CAUSES = ['receiverBuffer', 'notAnswered', 'network', 'unknown'] as const;

interface Bar {
  readonly name: string;
  readonly sent: number;
  readonly parts: readonly { readonly look: string; readonly label: string; readonly count: number }[];
}

export function lossBars(result: RunResult, words: Words): string {
  const format = formatFor(words);
  const bars = result.transports.flatMap((transport) =>
    (['up', 'down'] as const).flatMap((direction) => barOf(transport, direction, words, format)),
  );
  if (bars.length === 0) return '';
  const height = bars.length * ROW;
  const looks = new Map(bars.flatMap(({ parts }) => parts.map(({ look, label }) => [look, label] as const)));
  const keys = [...looks].map(
    ([look, label]) =>
      `<li><svg class="cell" viewBox="0 0 14 14" aria-hidden="true"><path class="cause ${look}" d="M1 1h12v12H1z"/></svg>${escapeHtml(label)}</li>`,
  );
  const say = bars.map(
    ({ name, parts }) =>
      `${name}: ${parts.map(({ label, count }) => `${format.count(count)} ${label}`).join(', ')}`,
  );
  return [
    `<ul class="legend">${keys.join('')}</ul>`,
    `<svg class="plot" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(say.join('; '))}">`,
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 3H6"/></pattern></defs>',
    ...bars.map((bar, at) => draw(bar, at * ROW, scaleOf(bars), format)),
    '</svg>',
  ].join('');
}

function barOf(
  { transport, loss }: TransportResult,
  direction: Direction,
  words: Words,
  format: Format,
): Bar[] {
  const figures = loss[direction];
  const text = words.html.causes;
  // What never loses anything needs no bar (TCP), and what is unknown has none.
  if (figures === null || figures.sent === null || figures.lost === null || figures.sent === 0) return [];
  if (transport === 'tcp' && figures.lost === 0) return [];
  const causes = CAUSES.map((cause) => ({
    look: cause,
    label: text[cause],
    count: figures.causes?.[cause] ?? (figures.causes === null && cause === 'unknown' ? figures.lost! : 0),
  }));
  const name = `${words.summary.transports[transport]} ${words.summary.losses[direction]} ${format.percent(figures.ratio)}`;
  return [{ name, sent: figures.sent, parts: causes.filter(({ count }) => count > 0) }];
}

/** The longest bar fills the width: bars of losses, not of what arrived, so that 0.1 % is still seen. */
const scaleOf = (bars: readonly Bar[]): number =>
  Math.max(...bars.map(({ parts, sent }) => parts.reduce((sum, { count }) => sum + count, 0) / sent), 1e-9);

function draw({ name, sent, parts }: Bar, top: number, scale: number, format: Format): string {
  const room = WIDTH - RIGHT;
  const y = top + 38;
  let left = 0;
  const shapes = parts.map(({ look, label, count }) => {
    const width = Math.max(2, (count / sent / scale) * room);
    const shape = `<path class="cause ${look}" d="M${left.toFixed(1)} ${y}h${width.toFixed(1)}v${BAR}h-${width.toFixed(1)}z"><title>${escapeHtml(`${format.count(count)} ${label}`)}</title></path>`;
    left += width;
    return shape;
  });
  const lost = parts.reduce((sum, { count }) => sum + count, 0);
  return `<text class="label" x="0" y="${top + 28}">${escapeHtml(name)}</text>${shapes.join('')}<text class="label" x="${(left + 8).toFixed(1)}" y="${y + BAR / 2}" dy="0.35em">${escapeHtml(format.count(lost))}</text>`;
}
