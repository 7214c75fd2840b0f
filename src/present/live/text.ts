/** Lines of exact widths from styled pieces. Whoever calls has made hostile text harmless before (safe-text). */
import { isCertain, signsOf, widthOf } from '../../width.ts';
import { fold } from '../terminal/fold.ts';
import { toAscii } from '../terminal/locale.ts';
import type { Style, Theme } from './theme.ts';

export { widthOf } from '../../width.ts';

export type Span = string | readonly [text: string, style: Style];
export const textOf = (span: Span): string => (typeof span === 'string' ? span : span[0]);

/**
 * What follows stands in its column, even where a terminal drew fewer columns before it than were counted: the painter
 * goes there. Private use: no text that is shown contains it.
 */
export const PIN = '\uf8ff';

/** The longest beginning that fits, with `…` where something was cut. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  const bare = text.trimEnd();
  if (widthOf(bare) <= width) return isCertain(text) ? text.slice(0, width) : bare;
  if (isCertain(text)) return `${text.slice(0, width - 1).trimEnd()}…`;
  let kept = '';
  let used = 0;
  for (const sign of signsOf(text)) {
    used += widthOf(sign);
    if (used > width - 1) break;
    kept += sign;
  }
  return `${kept}…`;
}

/** Pieces in a row, cut at `width` and filled with spaces up to it. */
export function cell(theme: Theme, width: number, ...spans: readonly Span[]): string {
  const { text, used, certain } = build(theme, width, spans);
  return text + filling(width - used, certain);
}

const filling = (columns: number, certain: boolean): string =>
  ' '.repeat(Math.max(0, columns)) + (certain ? '' : PIN);

/** A row that was made before, filled as {@link cell} does. */
export function fill(row: string, width: number): string {
  const text = row.replace(STYLES, '');
  return row + filling(width - widthOf(text), isCertain(text));
}

const STYLES = /\u001B\[[0-9;]*m/g;

/** Pieces in a row, cut at `width`. */
export function line(theme: Theme, width: number, ...spans: readonly Span[]): string {
  return build(theme, width, spans).text;
}

/** `left` at the left edge and `right` at the right one; `left` is cut where both do not fit. */
export function edges(theme: Theme, width: number, left: readonly Span[], right: readonly Span[]): string {
  const end = build(theme, width, right);
  return cell(theme, width - end.used, ...left) + end.text;
}

interface Built {
  readonly text: string;
  readonly used: number;
  /** Every terminal draws as many columns. */
  readonly certain: boolean;
}

function build(theme: Theme, width: number, spans: readonly Span[]): Built {
  let text = '';
  let used = 0;
  let certain = true;
  for (const span of spans) {
    if (used >= width) break;
    const [raw, style] = typeof span === 'string' ? [span, 'plain' as Style] : span;
    const part = theme.unicode ? cut(raw, width - used) : toAscii(cut(toAscii(raw), width - used));
    used += widthOf(part);
    certain &&= isCertain(part);
    text += theme.paint(style, part);
  }
  return { text, used, certain };
}

/** The control that takes the place of each {@link PIN} of a row. */
export function pinned(row: string): string {
  if (!row.includes(PIN)) return row;
  const parts = row.split(PIN);
  let column = 1;
  return parts
    .map((part, at) => {
      column += widthOf(part.replace(STYLES, ''));
      return at === parts.length - 1 ? part : `${part}\u001B[${column}G`;
    })
    .join('');
}

/** Where nobody can go to a column, as in the scrollback. */
export const unpinned = (row: string): string => row.replaceAll(PIN, '');

/** Words wrapped to lines of `width` columns, at most `most` lines. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines = fold(text, Math.max(1, width));
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), width)];
}

/** A heading in a rule that fills the width. */
export function heading(theme: Theme, width: number, title: string, note = ''): string {
  const rule = theme.glyphs.rule;
  const left: Span[] = [
    [`${rule}${rule} `, 'dim'],
    [title, 'strong'],
    note === '' ? ' ' : [`  ${note} `, 'dim'],
  ];
  const { text, used } = build(theme, width, left);
  return text + theme.paint('dim', rule.repeat(Math.max(0, width - used)));
}
