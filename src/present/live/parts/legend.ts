/** What the signs of the delivery strip mean: only those that occur. */
import type { Canvas } from '../canvas.ts';
import type { Span } from '../text.ts';
import type { Style } from '../theme.ts';

export function legend(canvas: Canvas, signs: ReadonlySet<string>, group: number): Span[] {
  const { theme, words } = canvas;
  const { glyphs } = theme;
  const gone = signs.has('m');
  const lost = gone || signs.has('x') || signs.has('u') || signs.has('n');
  const entries: [boolean, string, Style, string][] = [
    [true, glyphs.arrived, 'good', words.legend.arrived],
    [signs.has('?'), glyphs.open, 'dim', words.legend.open],
    [lost, glyphs.lost, 'bad', gone ? words.legend.missing : words.legend.lost],
    [signs.has('h'), glyphs.held, 'warn', words.legend.blocked],
    [signs.has('w'), glyphs.waited, 'warn', words.legend.waited],
    [signs.has('l'), glyphs.late, 'bad', words.legend.late],
    [signs.has('d'), glyphs.duplicate, 'warn', words.legend.duplicate],
    [signs.has('o'), glyphs.disorder, 'warn', words.legend.disorder],
  ];
  const spans: Span[] = [];
  for (const [shown, glyph, style, text] of entries)
    if (shown) spans.push([glyph, style], [` ${text}  `, 'plain']);
  if (signs.has('1')) {
    const text = group <= 10 ? words.legend.digit(canvas.figures.count(group)) : words.legend.tenths;
    spans.push(['2', 'bad'], [` ${text}`, 'plain']);
  }
  return spans;
}
