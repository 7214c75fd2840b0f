/** Lines of exact widths from styled pieces. Whoever calls has made hostile text harmless before (safe-text). */
import stringWidth from 'string-width';
import { type Style, type Theme, toAscii } from './theme.ts';

export type Span = string | readonly [text: string, style: Style];

/** Latin, punctuation, arrows, box drawing, blocks, shapes: one column each, so that most texts need no segmenter. */
const NARROW = /^[\x20-\x7e\u00a0-\u017f\u2010-\u2027\u202f\u2190-\u21ff\u2500-\u25ff]*$/;

export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** The longest beginning that fits, with `…` where something was cut. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  if (widthOf(text.trimEnd()) <= width) return text.slice(0, width);
  if (NARROW.test(text)) return `${text.slice(0, width - 1).trimEnd()}…`;
  let kept = '';
  for (const sign of text) {
    if (stringWidth(kept + sign) > width - 1) break;
    kept += sign;
  }
  return `${kept}…`;
}

/** Pieces in a row, cut at `width` and filled with spaces up to it. */
export function cell(theme: Theme, width: number, ...spans: readonly Span[]): string {
  const { text, used } = build(theme, width, spans);
  return text + ' '.repeat(Math.max(0, width - used));
}

/** Pieces in a row, cut at `width`. */
export function line(theme: Theme, width: number, ...spans: readonly Span[]): string {
  return build(theme, width, spans).text;
}

/** `left` at the left edge and `right` at the right one; `left` is cut where both do not fit. */
export function edges(theme: Theme, width: number, left: readonly Span[], right: readonly Span[]): string {
  const end = build(theme, width, right);
  return cell(theme, width - end.used, ...left) + end.text;
}

function build(theme: Theme, width: number, spans: readonly Span[]): { text: string; used: number } {
  let text = '';
  let used = 0;
  for (const span of spans) {
    if (used >= width) break;
    const [raw, style] = typeof span === 'string' ? [span, 'plain' as Style] : span;
    const part = cut(raw, width - used);
    used += widthOf(part);
    text += theme.paint(style, theme.unicode ? part : toAscii(part));
  }
  return { text, used };
}

/** Words wrapped to lines of `width` columns, at most `most` lines. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width || current === '') current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  lines.push(current);
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
