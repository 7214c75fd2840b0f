/** What the signs of the delivery strip mean: only those that occur. */
import { FATES, type Fate } from '../../looks.ts';
import type { Canvas } from '../canvas.ts';
import { type Span, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';
import { SIGNS } from './delivery.ts';

/** What is seen most first; of those with one sign, one. */
const ORDER: readonly Fate[] = ['.', 'm', 'x', 'h', 'w', '?', 's', 'l', 'd', 'o'];

/** In as many rows of `room` columns as it takes. */
export function legend(
  canvas: Canvas,
  signs: ReadonlySet<string>,
  group: number,
  room = Number.POSITIVE_INFINITY,
): Span[][] {
  const { theme, words } = canvas;
  const { glyphs } = theme;
  const digit = group <= 10 ? words.legend.digit(canvas.figures.count(group)) : words.legend.tenths;
  const seen: [string, Style, string][] = ORDER.filter(
    (code) => signs.has(code) && !(code === 'x' && signs.has('m')),
  ).map((code) => [glyphs[SIGNS[code]], FATES[code].tone, words.legend[FATES[code].name]]);
  const lost = seen.findIndex(([glyph]) => glyph === glyphs.lost);
  if (signs.has('1')) seen.splice(Math.max(0, lost) + 1, 0, ['2', 'bad', digit]);
  const widthFor = (text: string): number => widthOf(text) + 4;
  if (seen.reduce((sum, [, , text]) => sum + widthFor(text), -2) > room)
    for (const entry of seen) if (entry[0] === glyphs.held) entry[2] = words.legend.blockedShort;
  const rows: Span[][] = [[]];
  let left = room + 2;
  for (const [glyph, style, text] of seen) {
    if (left < widthFor(text)) {
      rows.push([]);
      left = room + 2;
    }
    left -= widthFor(text);
    rows.at(-1)!.push([glyph, style], ` ${text}  `);
  }
  return rows;
}
