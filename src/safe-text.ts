/**
 * The one filter for text that came from a network, a file or a command line, before it reaches a terminal or a page.
 * An allow-list: what is not known to be harmless is shown as a sign that does nothing.
 * (Removing escape sequences instead lets nested, C1 and DCS sequences through.)
 */

/** Marks on one letter; more would climb over the lines above and below. */
const MOST_MARKS = 3;

/** The fast way for most lines: printable ASCII. */
const PLAIN = /^[\x20-\x7e]*$/;
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u;
const MARK = /^\p{M}$/u;
/** Zero-width and filler characters that Unicode counts as letters, marks or format characters. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const EMOJI_PART = /^(?:\p{Emoji_Modifier}|\ufe0f)$/u;
const JOINER = '\u200d';
const VARIATION = /^[\ufe0e\ufe0f]$/;
const REPLACEMENT = '\ufffd';

/**
 * @returns one line of text that cannot move the cursor, hide, reorder or restyle anything: well-formed, NFC, controls as
 * their pictures (U+2400…), C1, bidirectional, zero-width, tag, private and unassigned characters as U+FFFD,
 * at most three marks on a letter, zero-width joiners only inside an emoji. Doing it twice changes nothing.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const signs = Array.from(text.toWellFormed().normalize('NFC'));
  let safe = '';
  let marks = 0;
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at]!;
    if (MARK.test(sign) && !INVISIBLE.test(sign)) {
      if (++marks <= MOST_MARKS) safe += sign;
      continue;
    }
    if (VARIATION.test(sign) && follows(signs, at)) {
      safe += sign;
      continue;
    }
    marks = 0;
    safe += sign === JOINER && joins(signs, at) ? sign : harmless(sign);
  }
  return safe;
}

/** Several lines: line ends and tabs keep their meaning, everything else goes through {@link safeText}. */
export function safeLines(text: string): string[] {
  return text.split(/\r\n|\n/).map((line) => safeText(line.replaceAll('\t', '    ')));
}

function harmless(sign: string): string {
  const code = sign.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return VISIBLE.test(sign) && !INVISIBLE.test(sign) ? sign : REPLACEMENT;
}

/** A variation selector chooses the look of the visible sign right before it. */
function follows(signs: readonly string[], at: number): boolean {
  const before = signs[at - 1];
  return before !== undefined && harmless(before) === before && !MARK.test(before);
}

/** Between two pictographs, with a skin tone or variation selector allowed after the first. */
function joins(signs: readonly string[], at: number): boolean {
  let before = at - 1;
  if (EMOJI_PART.test(signs[before] ?? '')) before--;
  return isPictograph(signs[before]) && isPictograph(signs[at + 1]);
}

/** Code points that are only reserved for pictographs are shown as U+FFFD: nothing joins those. */
const isPictograph = (sign = ''): boolean => PICTOGRAPH.test(sign) && harmless(sign) === sign;
