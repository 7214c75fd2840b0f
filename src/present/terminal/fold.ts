/** Text of any kind folded to the columns of a terminal. */
import { signsOf, widthOf } from '../../width.ts';

/** Other blanks (no-break, ideographic) are signs like any. */
const trimmed = (text: string): string => text.replace(/ +$/, '');

/** Lines of at most `width` columns; words stay whole where they fit on a line of their own. Nothing is left out. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const word of text.split(/(?<= )/)) {
    const bare = widthOf(trimmed(word));
    if (used > 0 && used + bare > width) {
      lines.push(trimmed(current));
      current = '';
      used = 0;
    }
    if (bare <= width) {
      current += word;
      used += widthOf(word);
      continue;
    }
    for (const sign of signsOf(word, width)) {
      const columns = widthOf(sign);
      if (used > 0 && used + columns > width) {
        lines.push(current);
        current = '';
        used = 0;
      }
      current += sign;
      used += columns;
    }
  }
  lines.push(trimmed(current));
  return lines;
}
