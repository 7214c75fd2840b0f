/** What the signs of the delivery strip mean: only those that occur. */
import type { Canvas } from '../canvas.ts';
import { type Span, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';

/** In as many rows of `room` columns as it takes, `most` of them. */
export function legend(
  canvas: Canvas,
  signs: ReadonlySet<string>,
  group: number,
  room = Number.POSITIVE_INFINITY,
  most = 1,
): Span[][] {
  const { theme, words } = canvas;
  const { glyphs } = theme;
  const gone = signs.has('m');
  const lost = gone || signs.has('x') || signs.has('u') || signs.has('n');
  const digit = group <= 10 ? words.legend.digit(canvas.figures.count(group)) : words.legend.tenths;
  const entries: [boolean, string, Style, string][] = [
    [true, glyphs.arrived, 'good', words.legend.arrived],
    [lost, glyphs.lost, 'bad', gone ? words.legend.missing : words.legend.lost],
    [signs.has('1'), '2', 'bad', digit],
    [signs.has('h'), glyphs.held, 'warn', words.legend.blocked],
    [signs.has('w'), glyphs.waited, 'warn', words.legend.waited],
    [signs.has('?'), glyphs.open, 'dim', words.legend.open],
    [signs.has('s'), glyphs.stalled, 'dim', words.legend.stalled],
    [signs.has('l'), glyphs.late, 'bad', words.legend.late],
    [signs.has('d'), glyphs.duplicate, 'warn', words.legend.duplicate],
    [signs.has('o'), glyphs.disorder, 'warn', words.legend.disorder],
  ];
  const seen = entries.filter(([shown]) => shown);
  const widthFor = (text: string): number => widthOf(text) + 4;
  if (seen.reduce((sum, [, , , text]) => sum + widthFor(text), -2) > room)
    for (const entry of seen) if (entry[1] === glyphs.held) entry[3] = words.legend.blockedShort;
  const rows: Span[][] = [[]];
  let left = room + 2;
  for (const [, glyph, style, text] of seen) {
    if (left < widthFor(text) && rows.length < most) {
      rows.push([]);
      left = room + 2;
    }
    if (left < widthFor(text)) continue;
    left -= widthFor(text);
    rows.at(-1)!.push([glyph, style], ` ${text}  `);
  }
  return rows;
}
