/**
 * How many columns a text takes: never fewer than a terminal may draw. Terminals differ: some draw each code point by itself,
 * some a whole cluster (an emoji of several people, a conjunct of Devanagari) in one or two columns. So code points are
 * summed. Whoever has fewer columns left than this says cuts or folds; a terminal that draws less leaves some of them empty.
 */
import { eastAsianWidth, eastAsianWidthType } from 'get-east-asian-width';

/** Latin, punctuation, arrows, box drawing, blocks, shapes: one column each, so that most texts need no look-up. */
const NARROW = /^[\x20-\x7e\u00a0-\u017f\u2010-\u2027\u202f\u2190-\u21ff\u2500-\u25fc\u25ff]*$/;
/** Drawn on the sign before. Marks with a body of their own (Mc) are not among them: many terminals give them a column. */
const WITHOUT_WIDTH = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;
const EMOJI_LOOK = '\ufe0f';
/** Flags are pairs of these, in two columns; one alone takes two in some terminals. */
const HALF_A_FLAG = /^\p{Regional_Indicator}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const PICTOGRAPHS_FROM = 0x1f000;
/** Signs in circles and squares, which some terminals draw in two columns; what comes before them (Greek, lines) in one. */
const AMBIGUOUS_FROM = 0x3000;
const REPLACEMENT = 0xfffd;

export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  // What stands before may be in another text.
  let last = 1;
  for (const sign of text) {
    // It makes an emoji of a narrow sign, which some terminals then draw in two columns.
    if (sign === EMOJI_LOOK) {
      width += last === 1 ? 1 : 0;
      last = 0;
      continue;
    }
    const own = widthOfSign(sign);
    if (own > 0) last = own;
    width += own;
  }
  return width;
}

/** By code point, one more than the width; 0: not looked up yet. */
let known: Uint8Array | undefined;

function widthOfSign(sign: string): number {
  const code = sign.codePointAt(0)!;
  if (code < 0x300) return 1;
  known ??= new Uint8Array(0x110000);
  if (known[code] === 0) known[code] = lookedUp(sign, code) + 1;
  return known[code]! - 1;
}

function lookedUp(sign: string, code: number): number {
  if (WITHOUT_WIDTH.test(sign)) return 0;
  if (HALF_A_FLAG.test(sign) || (code >= PICTOGRAPHS_FROM && PICTOGRAPH.test(sign))) return 2;
  if (code >= AMBIGUOUS_FROM && code !== REPLACEMENT && eastAsianWidthType(code) === 'ambiguous') return 2;
  return eastAsianWidth(code);
}

/** Whether all terminals agree. */
export const isCertain = (text: string): boolean => NARROW.test(text);

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Columns of one sign, at most: a cluster has no end of its own. */
const MOST_COLUMNS_OF_SIGN = 16;

/**
 * What a person sees as signs: an accent or an emoji's parts stay with theirs.
 * @param most columns of one: a longer one is cut
 */
export function signsOf(text: string, most = MOST_COLUMNS_OF_SIGN): string[] {
  if (NARROW.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), ({ segment }) => segment).flatMap((cluster) =>
    bounded(cluster, most),
  );
}

function bounded(cluster: string, most: number): string[] {
  if (widthOf(cluster) <= most) return [cluster];
  const parts: string[] = [];
  let part = '';
  for (const sign of cluster) {
    if (part !== '' && widthOf(part + sign) > most) {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return [...parts, part];
}
