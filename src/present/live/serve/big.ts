/** An address in figures that the last row of a classroom can read: three lines high. Pure. */

/** Pixels, five rows of three; a point and a colon are one wide. */
const FONT: Readonly<Record<string, readonly string[]>> = {
  '0': ['###', '# #', '# #', '# #', '###'],
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['###', '  #', '###', '#  ', '###'],
  '3': ['###', '  #', '###', '  #', '###'],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '###', '  #', '###'],
  '6': ['###', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', '  #', '  #', '  #'],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '###'],
  '.': [' ', ' ', ' ', ' ', '#'],
  ':': [' ', '#', ' ', '#', ' '],
};
const EMPTY = [' ', ' ', ' ', ' ', ' '];

/** @returns three lines; undefined where the text has other signs than figures, points and colons, or is too wide */
export function bigFigures(text: string, width: number): string[] | undefined {
  const glyphs = Array.from(text, (sign) => FONT[sign]);
  if (text === '' || glyphs.some((glyph) => glyph === undefined)) return undefined;
  const rows = EMPTY.map((_, row) => glyphs.map((glyph) => glyph![row]).join(' '));
  if (rows[0]!.length > width) return undefined;
  return [0, 2, 4].map((row) => joined(rows[row]!, rows[row + 1] ?? ''));
}

/** Two rows of pixels in one of characters. */
function joined(upper: string, lower: string): string {
  return Array.from(upper, (pixel, at) => {
    const below = lower[at] === '#';
    if (pixel === '#') return below ? '█' : '▀';
    return below ? '▄' : ' ';
  }).join('');
}
