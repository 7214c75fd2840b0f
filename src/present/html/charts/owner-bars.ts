/** Whose the delays were: a bar of shares for each transport, for all answers and for the slowest hundredth. */
import { OWNERS, type Owner, type Shares } from '../../../measure/delay/owners.ts';
import type { RunResult } from '../../../result/document/schema.ts';
import type { Words } from '../../../words/index.ts';
import { type Format, formatFor } from '../../format.ts';
import { escapeHtml } from '../escape.ts';

const WIDTH = 960;
const ROW = 74;
const BAR = 26;

interface Bar {
  readonly name: string;
  readonly shares: Shares;
}

export function ownerBars(result: RunResult, words: Words): string {
  const text = words.owners;
  const format = formatFor(words);
  const bars = result.transports.flatMap(({ transport, owners }): Bar[] => {
    const name = words.summary.transports[transport];
    return owners == null
      ? []
      : [
          { name: text.all(name), shares: owners.all },
          { name: text.slowest(name), shares: owners.slowest },
        ];
  });
  if (bars.length === 0) return '';
  const shown = OWNERS.filter((owner) => bars.some(({ shares }) => shares[owner] > 0));
  const keys = shown.map(
    (owner) =>
      `<li><svg class="cell" viewBox="0 0 14 14" aria-hidden="true"><path class="owner ${owner}" d="M1 1h12v12H1z"/></svg>${escapeHtml(text.names[owner])}</li>`,
  );
  const say = bars.map(({ name, shares }) => `${name}: ${partsOf(shares, words, format).join(', ')}`);
  return [
    `<ul class="legend">${keys.join('')}</ul>`,
    `<svg class="plot" viewBox="0 0 ${WIDTH} ${bars.length * ROW}" role="img" aria-label="${escapeHtml(say.join('; '))}">`,
    '<defs><pattern id="owner-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 3H6"/></pattern></defs>',
    ...bars.map((bar, at) => draw(bar, at * ROW, words, format)),
    '</svg>',
  ].join('');
}

const partsOf = (shares: Shares, words: Words, format: Format): string[] =>
  OWNERS.filter((owner) => shares[owner] > 0).map((owner) => partOf(owner, shares, words, format));

const partOf = (owner: Owner, shares: Shares, words: Words, format: Format): string =>
  `${words.owners.names[owner]} ${format.plain(shares[owner] * 100, 1)} %`;

/** So large a share is named over its bar. */
const WORTH = 0.05;

/** Those that held most, the first ahead. */
function mostly(shares: Shares, words: Words, format: Format): string {
  const worth = OWNERS.filter((owner) => shares[owner] >= WORTH).sort((a, b) => shares[b] - shares[a]);
  return worth.map((owner) => partOf(owner, shares, words, format)).join(', ');
}

function draw({ name, shares }: Bar, top: number, words: Words, format: Format): string {
  const y = top + 38;
  let left = 0;
  const shapes = OWNERS.map((owner) => {
    const width = shares[owner] * WIDTH;
    if (width <= 0) return '';
    const shape = `<path class="owner ${owner}" d="M${left.toFixed(1)} ${y}h${width.toFixed(1)}v${BAR}h-${width.toFixed(1)}z"><title>${escapeHtml(partOf(owner, shares, words, format))}</title></path>`;
    left += width;
    return shape;
  });
  const most = mostly(shares, words, format);
  const label = most === '' ? name : `${name}: ${most}`;
  return `<text class="label" x="0" y="${top + 28}">${escapeHtml(label)}</text>${shapes.join('')}`;
}
